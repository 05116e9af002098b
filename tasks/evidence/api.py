"""Api of evidence."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tasks.evidence import presenters, schemas, serializers, services
from tasks.items import selectors as items_selectors
from tasks.items.access_log import note_item
from tasks.items.workflow import Action
from viche.files.selectors import own_file
from viche.kernel.api import Endpoint, answer, list_of, shape


class ActionItemEvidence(Endpoint):
    """How everybody can know that it was done."""

    actions = {"GET": Action.READ, "POST": Action.ADD_EVIDENCE}

    @extend_schema(responses=list_of(schemas.EvidenceOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """In the order in which it was added."""
        item, _stance = items_selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        return answer({"items": presenters.evidence(items_selectors.evidence_of(item))})

    @extend_schema(request=serializers.AddEvidenceIn, responses={201: shape(schemas.EvidenceOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add a piece. The item gets a new version: who verifies must have seen it."""
        data = self.parse(serializers.AddEvidenceIn)
        if data.get("file_id") is not None:
            own_file(self.actor, data["file_id"])
        added = services.add_evidence(actor=self.actor, action_id=action_id, **data)
        (shown,) = presenters.evidence(items_selectors.evidence_of(added.action).filter(pk=added.pk))
        return answer(shown, status=201)
