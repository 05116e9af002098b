"""Members of a group: seats, roles and candidates."""

from __future__ import annotations

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
from viche.kernel.access_log import AccessMode
from viche.kernel.api import (
    Endpoint,
    Instant,
    NameAsked,
    Nothing,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    list_of,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)


class StartMembershipIn(StrictSerializer):
    """A new seat. Without `since` it begins now, never before today.

    Without `until` it lasts as long as the mandate.
    """

    mandate = StrictUuid()
    role = serializers.ChoiceField(Role.choices)
    since = Instant(required=False)
    until = Instant(required=False)


class SeatEndpoint(Endpoint):
    """Endpoints that answer with one seat as the actor sees it."""

    def seat(self, row: Membership, status: int = 200) -> Response:
        allowed = GroupPolicy().allowed(self.actor, row.group)
        (out,) = presenters.show_memberships([get_member(row.id)], allowed, self.actor)
        return answer(out, status=status, version=row.version)


class GroupMembers(SeatEndpoint):
    actions = {"GET": GroupAction.READ, "POST": GroupAction.ADD_MEMBER}

    @extend_schema(responses=list_of(common_schemas.MembershipOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List the current members of the group, by role and then by name."""
        with read_snapshot():
            group = get_group_for(self.actor, group_id)
            allowed = GroupPolicy().allowed(self.actor, group)
            items = presenters.show_memberships(list_members_of(group.id), allowed, self.actor)
            return answer({"items": items})

    @extend_schema(request=StartMembershipIn, responses={201: shape_of(common_schemas.MembershipOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Give a mandate a seat in the group."""
        data = self.parse(StartMembershipIn)
        seat = start_membership(
            actor=self.actor,
            group_id=group_id,
            mandate_id=data["mandate"],
            role=Role(data["role"]),
            since=data.get("since"),
            until=data.get("until"),
        )
        return self.seat(seat, status=201)


class ChangeRoleIn(StrictSerializer):
    role = serializers.ChoiceField(Role.choices)


class EndMembershipIn(StrictSerializer):
    """The reason is shown to the person."""

    reason = PlainText(max_length=1000)


class GroupMember(SeatEndpoint):
    actions = {"PATCH": GroupAction.CHANGE_ROLE, "DELETE": GroupAction.END_MEMBERSHIP}
    deletes_with = EndMembershipIn
    conditional = frozenset({"PATCH"})

    @extend_schema(request=ChangeRoleIn, responses=shape_of(common_schemas.MembershipOut))
    def patch(self, request: Request, group_id: UUID, membership_id: UUID) -> Response:
        """Change the role of a seat."""
        seat = change_role(
            actor=self.actor,
            group_id=group_id,
            membership_id=membership_id,
            role=Role(self.parse(ChangeRoleIn)["role"]),
            expected_version=self.expected_version(),
        )
        return self.seat(seat)

    @extend_schema(request=EndMembershipIn, responses={204: None})
    def delete(self, request: Request, group_id: UUID, membership_id: UUID) -> Response:
        """End a seat now; the access it gave ends at once."""
        reason = self.parse(EndMembershipIn)["reason"]
        end_membership(actor=self.actor, group_id=group_id, membership_id=membership_id, reason=reason)
        return answer(None, status=204)


class GroupSeats(Endpoint):
    actions = {"GET": GroupAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.SeatRecord))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List all past, present and future seats, latest first, with the names of their holders."""
        with read_snapshot():
            group = get_group_for(self.actor, group_id)
            leads = GroupPolicy().can(self.actor, GroupAction.END_MEMBERSHIP, group)

            def records(rows: list[Membership]) -> list[common_schemas.SeatRecord]:
                return seat_presenters.show_seat_records(rows, self.actor, leads=leads)

            rows = list_seat_records_of(group.id)
            page = paginate(request, rows, order=("-since", "-id"), present=records)
        access_log.record_seat_reads(self.actor, page["items"], AccessMode.LIST)
        return answer(page)


class GroupCandidates(Endpoint):
    actions = {"GET": GroupAction.ADD_MEMBER}
    asks = NameAsked

    @extend_schema(responses=list_of(common_schemas.MandateRef))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List mandates that you could seat here, by name, twenty at most.

        These are mandates visible to you that have no seat in the group.
        """
        found = list_mandates_to_seat(self.actor, group_id, self.asked["q"])
        return answer({"items": [mandates_presenters.show_mandate_ref(one) for one in found]})
