"""Evidence in dossiers over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.evidence import presenters, schemas, selectors, serializers, services
from programmes.kit.evidence.policies import DossierEvidenceAction
from programmes.kit.evidence.services import Subject
from viche.files.selectors import get_own_file
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Write, answer, list_of, read_snapshot, shape_of


def list_pieces(
    actor: Actor, dossier_id: UUID, subject: Subject | None = None, **wanted: UUID
) -> tuple[Dossier, list[schemas.DossierEvidenceOut]]:
    """Return a dossier, and the evidence in it or of one subject. Raises SignedOut, NotFound."""
    dossier, authority = selectors.get_dossier_for_evidence(actor, dossier_id)
    rows = selectors.list_evidence(dossier, subject).filter(**wanted)
    return dossier, presenters.show_evidence(actor, rows, authority)


def add_piece(actor: Actor, dossier_id: UUID, data: Mapping[str, Any]) -> Response:
    """Add the piece of evidence of a request, and show it."""
    if data.get("file_id") is not None:
        get_own_file(actor, data["file_id"])
    added = services.add_evidence(actor=actor, dossier_id=dossier_id, **data)
    _dossier, (shown,) = list_pieces(actor, dossier_id, pk=added.pk)
    return answer(shown, status=201)


class DossierEvidenceList(Endpoint):
    """Evidence in a dossier: of the dossier itself, and of what it holds."""

    actions = {"GET": DossierEvidenceAction.READ, "POST": DossierAction.ADD_EVIDENCE}
    asks = serializers.DossierEvidenceAsked
    records = {"GET": log_dossier_access}

    @extend_schema(responses=list_of(schemas.DossierEvidenceOut))
    def get(self, request: Request, dossier_id: UUID) -> Response:
        """Return the evidence in the order in which it was added, of one `subject` or of all.

        Withdrawn and hidden evidence keeps its place, without content. The data protection officer of the
        territory sees, by the office alone, that the pieces are there, and none of their content.
        """
        with read_snapshot():
            dossier, items = list_pieces(self.actor, dossier_id, self.asked.get("subject"))
        return answer({"items": items}, of=dossier)

    @extend_schema(
        request=serializers.AddDossierEvidenceIn, responses={201: shape_of(schemas.DossierEvidenceOut)}
    )
    def post(self, request: Request, dossier_id: UUID) -> Response:
        """Add a piece of evidence. Films are refused."""
        return add_piece(self.actor, dossier_id, self.parse(serializers.AddDossierEvidenceIn))


class DossierEvidenceDetail(Endpoint):
    """One piece of evidence.

    DELETE: Withdraw a piece of evidence of one's own, within 15 minutes after it was added, while the
    dossier is open and no decision rests on it. Its content is deleted, its number stays, as withdrawn.
    """

    delete = Write(DossierEvidenceAction.WITHDRAW, services.withdraw_evidence)


class DossierEvidenceHiding(Endpoint):
    """Hiding of a piece of evidence, by who leads the dossier or its group, or the data protection officer.

    POST: Hide the evidence: nobody sees its content or downloads its file, and it counts as no evidence any
    more. That it was there, who hid it and the `reason` stay in the list.
    """

    post = Write(DossierEvidenceAction.HIDE, services.hide_evidence, body=serializers.HideDossierEvidenceIn)
