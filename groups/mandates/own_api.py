"""The reader's own mandates, and their deputies."""

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
from groups.mandates.own_posts import appoint_or_request_approval
from groups.mandates.policies import MandateAction
from groups.mandates.post_selectors import get_mandate_for, list_colleagues_of, list_deputyships_of
from groups.mandates.selectors import list_mandates_held_by
from viche.accounts.approvals.api import ApprovalOut, present_approval
from viche.accounts.approvals.models import Approval
from viche.kernel.api import Endpoint, Instant, StrictSerializer, StrictUuid, answer, list_of, shape_of


class MyMandates(Endpoint):
    actions = {"GET": MandateAction.READ}

    @extend_schema(responses=list_of(common_schemas.MandateOut))
    def get(self, request: Request) -> Response:
        """List the mandates through which you act now, deputyships included, with their seats."""
        return answer({"items": presenters.show_own_mandates(list_mandates_held_by(self.actor), self.actor)})


class MandateColleagues(Endpoint):
    actions = {"GET": MandateAction.APPOINT_DEPUTY}

    @extend_schema(responses=list_of(common_schemas.PersonRef))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """List people who may be appointed as deputy, by name."""
        mandate = get_mandate_for(self.actor, mandate_id, MandateAction.APPOINT_DEPUTY)
        return answer({"items": [common_presenters.show_person(one) for one in list_colleagues_of(mandate)]})


class AppointDeputyIn(StrictSerializer):
    """The deputy acts from `starts_at` until `ends_at`, alongside the holder."""

    deputy = StrictUuid()
    starts_at = Instant()
    ends_at = Instant()


class MandateDeputyships(Endpoint):
    actions = {"GET": MandateAction.SEE_DEPUTIES, "POST": MandateAction.APPOINT_DEPUTY}
    created = "deputyships/{id}"

    @extend_schema(responses=list_of(common_schemas.DeputyshipOut))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """List present and future absences of the holder, next one first."""
        mandate = get_mandate_for(self.actor, mandate_id, MandateAction.SEE_DEPUTIES)
        items = [presenters.show_deputyship(one) for one in list_deputyships_of([mandate.id])[mandate.id]]
        access_log.record_absence_reads(self.actor, mandate.person_id, items)
        return answer({"items": items})

    @extend_schema(
        request=AppointDeputyIn,
        responses={201: shape_of(common_schemas.DeputyshipOut), 202: shape_of(ApprovalOut)},
    )
    def post(self, request: Request, mandate_id: UUID) -> Response:
        """Let a colleague act for the holder in an absence.

        Appointing yourself needs confirmation by a second person: 202.
        """
        data = self.parse(AppointDeputyIn)
        made = appoint_or_request_approval(
            actor=self.actor,
            step="appoint_deputy",
            mandate_id=mandate_id,
            deputy_id=data["deputy"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
        )
        if isinstance(made, Approval):
            return answer(present_approval(self.actor, made), status=202)
        return answer(presenters.show_deputyship(cast("Deputyship", made)), status=201)


class DeputyshipDetails(Endpoint):
    actions = {"DELETE": MandateAction.END_DEPUTYSHIP}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, deputyship_id: UUID) -> Response:
        """End a deputyship because the holder is back; the deputy's access ends at once."""
        end_deputyship(actor=self.actor, deputyship_id=deputyship_id)
        return answer(None, status=204)
