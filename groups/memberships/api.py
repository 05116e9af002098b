"""Members of a group: seats, roles and candidates."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import schemas as common_schemas
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.initiative_groups.selectors import get_group_for, get_member, list_members_of
from groups.mandates import presenters as mandates_presenters
from groups.memberships import access_log, presenters, seat_presenters
from groups.memberships.candidates import list_mandates_to_seat, list_seat_records_of
from groups.memberships.services import change_role, end_membership, start_membership
from groups.seats.models import Membership, Role
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    Instant,
    Listing,
    NameAsked,
    Nothing,
    PlainText,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    list_of,
    page_of,
    paginate,
    read_snapshot,
)


class StartMembershipIn(StrictSerializer):
    """A new seat. Without `since` it begins now, never before today.

    Without `until` it lasts as long as the mandate.
    """

    mandate = StrictUuid(source="mandate_id")
    role = serializers.ChoiceField(list(Role))
    since = Instant(required=False)
    until = Instant(required=False)


def _show_seat(actor: Actor, seat: Membership) -> Answer[common_schemas.MembershipOut]:
    allowed = GroupPolicy().allowed(actor, seat.group)
    (out,) = presenters.show_memberships([get_member(seat.id)], allowed, actor)
    return answer(out, version=seat.version)


class GroupMembers(Endpoint):
    """POST: Give a mandate a seat in the group."""

    actions = {"GET": GroupAction.READ}

    @extend_schema(responses=list_of(common_schemas.MembershipOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List the current members of the group, by role and then by name."""
        with read_snapshot():
            group = get_group_for(self.actor, group_id)
            allowed = GroupPolicy().allowed(self.actor, group)
            items = presenters.show_memberships(list_members_of(group.id), allowed, self.actor)
            return answer({"items": items})

    post = Write(
        GroupAction.ADD_MEMBER, start_membership, body=StartMembershipIn, shows=_show_seat, status=201
    )


class ChangeRoleIn(StrictSerializer):
    role = serializers.ChoiceField(list(Role))


class EndMembershipIn(StrictSerializer):
    """The reason is shown to the person."""

    reason = PlainText(max_length=1000)


class GroupMember(Endpoint):
    """PATCH: Change the role of a seat.

    DELETE: End a seat now; the access it gave ends at once.
    """

    patch = Write(GroupAction.CHANGE_ROLE, change_role, body=ChangeRoleIn, shows=_show_seat, versioned=True)

    delete = Write(GroupAction.END_MEMBERSHIP, end_membership, body=EndMembershipIn)


class GroupSeats(Endpoint):
    records = access_log.record_seat_reads
    actions = {"GET": GroupAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.SeatRecord))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List all past, present and future seats, latest first, with the names of their holders."""
        with read_snapshot():
            group = get_group_for(self.actor, group_id)
            leads = GroupPolicy().can(self.actor, GroupAction.END_MEMBERSHIP, group)
            present = partial(seat_presenters.show_seat_records, actor=self.actor, leads=leads)
            rows = list_seat_records_of(group.id)
            return answer(paginate(request, rows, order=("-since", "-id"), present=present))


class GroupCandidates(Endpoint):
    """GET: List mandates that you could seat here, by name, twenty at most.

    These are mandates visible to you that have no seat in the group.
    """

    asks = NameAsked

    get = Listing(GroupAction.ADD_MEMBER, list_mandates_to_seat, shows=mandates_presenters.show_mandate_ref)
