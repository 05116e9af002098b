"""Who sits in a group, over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import schemas as common_schemas
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.initiative_groups.selectors import get_group_for, member, members_of
from groups.mandates import presenters as mandates_presenters
from groups.memberships import access_log, presenters, seat_presenters
from groups.memberships.candidates import mandates_to_seat, seat_records_of
from groups.memberships.services import change_role, end_membership, start_membership
from groups.seats.models import Membership, Role
from viche.kernel.api import (
    Endpoint,
    Instant,
    NameAsked,
    Nothing,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    list_of,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.reads import Way


class StartMembershipIn(StrictSerializer):
    """Without `since` it begins now, never before today; without `until` it lasts as long as the mandate."""

    mandate = StrictUuid()
    role = serializers.ChoiceField(Role.choices)
    since = Instant(required=False)
    until = Instant(required=False)


class SeatEndpoint(Endpoint):
    """Answers with one seat as the actor sees it."""

    def seat(self, row: Membership, status: int = 200) -> Response:
        allowed = GroupPolicy().allowed(self.actor, row.group)
        (out,) = presenters.memberships([member(row.id)], allowed, self.actor)
        return answer(out, status=status, version=row.version)


class GroupMembers(SeatEndpoint):
    actions = {"GET": GroupAction.READ, "POST": GroupAction.ADD_MEMBER}

    @extend_schema(responses=list_of(common_schemas.MembershipOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Who sits in the group now, by role and then by name."""
        with snapshot():
            group = get_group_for(self.actor, group_id)
            allowed = GroupPolicy().allowed(self.actor, group)
            items = presenters.memberships(members_of(group.id), allowed, self.actor)
            return answer({"items": items})

    @extend_schema(request=StartMembershipIn, responses={201: shape(common_schemas.MembershipOut)})
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
    """The person is told the reason."""

    reason = PlainText(max_length=1000)


class GroupMember(SeatEndpoint):
    actions = {"PATCH": GroupAction.CHANGE_ROLE, "DELETE": GroupAction.END_MEMBERSHIP}
    deletes_with = EndMembershipIn
    conditional = frozenset({"PATCH"})

    @extend_schema(request=ChangeRoleIn, responses=shape(common_schemas.MembershipOut))
    def patch(self, request: Request, group_id: UUID, membership_id: UUID) -> Response:
        """Give a seat another role."""
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
        """End a seat now; what it gave ends in the same second."""
        reason = self.parse(EndMembershipIn)["reason"]
        end_membership(actor=self.actor, group_id=group_id, membership_id=membership_id, reason=reason)
        return answer(None, status=204)


class GroupSeats(Endpoint):
    actions = {"GET": GroupAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.SeatRecord))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Every seat there was, is and will be, the latest first: who sat at the table keeps their name."""
        with snapshot():
            group = get_group_for(self.actor, group_id)
            leads = GroupPolicy().can(self.actor, GroupAction.END_MEMBERSHIP, group)

            def records(rows: list[Membership]) -> list[common_schemas.SeatRecord]:
                return seat_presenters.seat_records(rows, self.actor, leads=leads)

            rows = seat_records_of(group.id)
            page = keyset_page(request, rows, order=("-since", "-id"), present=records)
        access_log.note_seats(self.actor, page["items"], Way.LIST)
        return answer(page)


class GroupCandidates(Endpoint):
    actions = {"GET": GroupAction.ADD_MEMBER}
    asks = NameAsked

    @extend_schema(responses=list_of(common_schemas.MandateRef))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Whom the reader could seat: mandates they know that have no seat here, by name, twenty at most."""
        found = mandates_to_seat(self.actor, group_id, self.asked["q"])
        return answer({"items": [mandates_presenters.ref(one) for one in found]})
