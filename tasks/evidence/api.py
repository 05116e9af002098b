"""Evidence of an action item over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tasks.evidence import presenters, schemas, serializers, services
from tasks.items import selectors as items_selectors
from tasks.items.access_log import log_item_access
from tasks.items.workflow import Action
from viche.files.selectors import get_own_file
from viche.kernel.api import Endpoint, Listing, answer, shape_of


class ActionItemEvidence(Endpoint):
    """Evidence that the work of an action item was done.

    GET: Return the evidence in the order in which it was added.
    """

    actions = {"POST": Action.ADD_EVIDENCE}
    records = {"GET": log_item_access}

    get = Listing(
        Action.READ,
        items_selectors.list_evidence,
        of=items_selectors.get_readable_item_for,
        shows=presenters.show_evidence,
    )

    @extend_schema(request=serializers.AddEvidenceIn, responses={201: shape_of(schemas.EvidenceOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add a piece of evidence.

        The item gets a new version, so that it is verified only by a person who has seen the evidence.
        """
        data = self.parse(serializers.AddEvidenceIn)
        if data.get("file_id") is not None:
            get_own_file(self.actor, data["file_id"])
        added = services.add_evidence(actor=self.actor, action_id=action_id, **data)
        (shown,) = presenters.show_evidence(items_selectors.list_evidence(added.action).filter(pk=added.pk))
        return answer(shown, status=201)
