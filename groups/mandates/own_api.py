"""One's own mandates and the deputies who stand in, over HTTP."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.mandates import access_log, presenters
from groups.mandates.deputies import end_deputyship
from groups.mandates.models import Deputyship
from groups.mandates.own_posts import take_step
from groups.mandates.policies import MandateAction
from groups.mandates.post_selectors import colleagues_of, get_mandate_for, windows_of
from groups.mandates.selectors import mandates_held_by
from viche.accounts.approvals.api import ApprovalOut, present_approval
from viche.accounts.approvals.models import Approval
from viche.kernel.api import Endpoint, Instant, StrictSerializer, StrictUuid, answer, list_of, shape


class MyMandates(Endpoint):
    actions = {"GET": MandateAction.READ}

    @extend_schema(responses=list_of(common_schemas.MandateOut))
    def get(self, request: Request) -> Response:
        """For whom the reader acts now, deputyships included, and where each mandate sits."""
        return answer({"items": presenters.mine(mandates_held_by(self.actor), self.actor)})


class MandateColleagues(Endpoint):
    actions = {"GET": MandateAction.APPOINT_DEPUTY}

    @extend_schema(responses=list_of(common_schemas.PersonRef))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """Who may stand in for the holder, by name."""
        mandate = get_mandate_for(self.actor, mandate_id, MandateAction.APPOINT_DEPUTY)
        return answer({"items": [common_presenters.person(one) for one in colleagues_of(mandate)]})


class AppointDeputyIn(StrictSerializer):
    """The deputy acts from `starts_at` until `ends_at`, beside the holder."""

    deputy = StrictUuid()
    starts_at = Instant()
    ends_at = Instant()


class MandateDeputyships(Endpoint):
    actions = {"GET": MandateAction.SEE_DEPUTIES, "POST": MandateAction.APPOINT_DEPUTY}
    created = "deputyships/{id}"

    @extend_schema(responses=list_of(common_schemas.DeputyshipOut))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """The absences of the holder that are not over, the next one first."""
        mandate = get_mandate_for(self.actor, mandate_id, MandateAction.SEE_DEPUTIES)
        items = [presenters.deputyship(one) for one in windows_of([mandate.id])[mandate.id]]
        access_log.note_absences(self.actor, mandate.person_id, items)
        return answer({"items": items})

    @extend_schema(
        request=AppointDeputyIn,
        responses={201: shape(common_schemas.DeputyshipOut), 202: shape(ApprovalOut)},
    )
    def post(self, request: Request, mandate_id: UUID) -> Response:
        """Let a colleague act for the holder in an absence. Naming oneself takes a second person: 202."""
        data = self.parse(AppointDeputyIn)
        made = take_step(
            actor=self.actor,
            step="appoint_deputy",
            mandate_id=mandate_id,
            deputy_id=data["deputy"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
        )
        if isinstance(made, Approval):
            return answer(present_approval(self.actor, made), status=202)
        return answer(presenters.deputyship(cast("Deputyship", made)), status=201)


class DeputyshipDetails(Endpoint):
    actions = {"DELETE": MandateAction.END_DEPUTYSHIP}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, deputyship_id: UUID) -> Response:
        """The holder is back: the deputy acts no longer, in the same second."""
        end_deputyship(actor=self.actor, deputyship_id=deputyship_id)
        return answer(None, status=204)
