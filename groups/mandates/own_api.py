"""The reader's own mandates, and their deputies."""

from __future__ import annotations

from functools import partial
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.mandates import access_log, presenters
from groups.mandates.deputies import end_deputyship
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.own_posts import appoint_or_request_approval
from groups.mandates.policies import MandateAction
from groups.mandates.post_selectors import get_mandate_for, list_colleagues_of, list_deputyships_of
from groups.mandates.selectors import list_mandates_held_by
from viche.accounts.approvals.api import ApprovalOut, present_approval
from viche.accounts.approvals.models import Approval
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    Instant,
    Listing,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    list_of,
    shape_of,
)


class MyMandates(Endpoint):
    """GET: List the mandates through which you act now, deputyships included, with their seats."""

    get = Listing(MandateAction.READ, list_mandates_held_by, shows=presenters.show_own_mandates)


class MandateColleagues(Endpoint):
    """GET: List people who may be appointed as deputy, by name."""

    get = Listing(
        MandateAction.APPOINT_DEPUTY,
        list_colleagues_of,
        loads=get_mandate_for,
        shows=common_presenters.show_person,
    )


class AppointDeputyIn(StrictSerializer):
    """The deputy acts from `starts_at` until `ends_at`, alongside the holder."""

    deputy = StrictUuid(source="deputy_id")
    starts_at = Instant()
    ends_at = Instant()


MADE_OR_REQUESTED = {201: shape_of(common_schemas.DeputyshipOut), 202: shape_of(ApprovalOut)}


def _show_deputyship_or_request(actor: Actor, made: Mandate | Deputyship | Approval) -> Answer[Any]:
    if isinstance(made, Approval):
        return answer(present_approval(actor, made), status=202)
    return answer(presenters.show_deputyship(cast("Deputyship", made)))


class MandateDeputyships(Endpoint):
    """POST: Let a colleague act for the holder in an absence.

    Appointing yourself needs confirmation by a second person: 202.
    """

    actions = {"GET": MandateAction.SEE_DEPUTIES}
    records = {"GET": access_log.record_absence_reads}
    created = "deputyships/{id}"

    @extend_schema(responses=list_of(common_schemas.DeputyshipOut))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """List present and future absences of the holder, next one first."""
        mandate = get_mandate_for(self.actor, mandate_id, MandateAction.SEE_DEPUTIES)
        items = [presenters.show_deputyship(one) for one in list_deputyships_of([mandate.id])[mandate.id]]
        return answer({"items": items}, of=(mandate, items))

    post = Write(
        MandateAction.APPOINT_DEPUTY,
        partial(appoint_or_request_approval, step="appoint_deputy"),
        body=AppointDeputyIn,
        shows=_show_deputyship_or_request,
        responses=MADE_OR_REQUESTED,
        status=201,
    )


class DeputyshipDetails(Endpoint):
    """DELETE: End a deputyship because the holder is back; the deputy's access ends at once."""

    delete = Write(MandateAction.END_DEPUTYSHIP, end_deputyship)
