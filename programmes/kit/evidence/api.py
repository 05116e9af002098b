"""Evidence in dossiers over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.evidence import presenters, schemas, selectors, serializers, services
from programmes.kit.evidence.policies import DossierEvidenceAction
from viche.files.selectors import get_own_file
from viche.kernel.api import Endpoint, Write, answer, list_of, read_snapshot, shape_of


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
            dossier, authority = selectors.get_dossier_for_evidence(self.actor, dossier_id)
            rows = selectors.list_evidence(dossier, self.asked.get("subject"))
            items = presenters.show_evidence(self.actor, rows, authority)
        return answer({"items": items}, of=dossier)

    @extend_schema(
        request=serializers.AddDossierEvidenceIn, responses={201: shape_of(schemas.DossierEvidenceOut)}
    )
    def post(self, request: Request, dossier_id: UUID) -> Response:
        """Add a piece of evidence. Films are refused."""
        data = self.parse(serializers.AddDossierEvidenceIn)
        if data.get("file_id") is not None:
            get_own_file(self.actor, data["file_id"])
        added = services.add_evidence(actor=self.actor, dossier_id=dossier_id, **data)
        dossier, authority = selectors.get_dossier_for_evidence(self.actor, dossier_id)
        rows = selectors.list_evidence(dossier).filter(pk=added.pk)
        (shown,) = presenters.show_evidence(self.actor, rows, authority)
        return answer(shown, status=201)


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
