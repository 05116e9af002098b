"""Evidence of an action item over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tasks.evidence import presenters, removal, schemas, selectors, serializers, services
from tasks.evidence.policies import EvidenceAction
from tasks.items import selectors as items_selectors
from tasks.items.access_log import log_item_access
from tasks.items.workflow import Action
from viche.files.selectors import get_own_file
from viche.kernel.api import Endpoint, Write, answer, list_of, read_snapshot, shape_of


class ActionItemEvidence(Endpoint):
    """Evidence that the work of an action item was done."""

    actions = {"GET": EvidenceAction.READ, "POST": Action.ADD_EVIDENCE}
    records = {"GET": log_item_access}

    @extend_schema(responses=list_of(schemas.EvidenceOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the evidence in the order in which it was added.

        Withdrawn and hidden evidence keeps its place, without content. The data protection officer of the
        territory sees, by the office alone, that the pieces are there, and none of their content.
        """
        with read_snapshot():
            item, authority = selectors.get_item_for_evidence(self.actor, action_id)
            rows = items_selectors.list_evidence(item)
            items = presenters.show_evidence(self.actor, rows, authority)
        return answer({"items": items}, of=item)

    @extend_schema(request=serializers.AddEvidenceIn, responses={201: shape_of(schemas.EvidenceOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add a piece of evidence.

        The item gets a new version, so that it is verified only by a person who has seen the evidence.
        """
        data = self.parse(serializers.AddEvidenceIn)
        if data.get("file_id") is not None:
            get_own_file(self.actor, data["file_id"])
        added = services.add_evidence(actor=self.actor, action_id=action_id, **data)
        item, authority = selectors.get_item_for_evidence(self.actor, action_id)
        (shown,) = presenters.show_evidence(
            self.actor, items_selectors.list_evidence(item).filter(pk=added.pk), authority
        )
        return answer(shown, status=201)


class EvidenceDetail(Endpoint):
    """One piece of evidence.

    DELETE: Withdraw a piece of evidence of one's own, within 15 minutes after it was added and while the item
    is worked on or waits for verification. Its content is deleted; its number stays, marked as withdrawn.
    """

    delete = Write(EvidenceAction.WITHDRAW, removal.withdraw_evidence)


class EvidenceHiding(Endpoint):
    """Hiding of a piece of evidence, by a facilitator or the data protection officer of the territory.

    PUT: Hide the evidence: nobody sees its content or downloads its file, and it counts as no evidence any
    more, also for work that was verified. That it was there, who hid it and the `reason` stay in the list and
    in the history of the item.

    DELETE: Show the evidence again. What the officer hid, only the officer shows again.
    """

    put = Write(EvidenceAction.HIDE, removal.hide_evidence, body=serializers.HideEvidenceIn)

    delete = Write(EvidenceAction.RESTORE, removal.restore_evidence)
