"""Groups, their members, territories, organisations and one's own mandates over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.api import present, shapes
from groups.models import GroupState, InitiativeGroup, Membership, Role, Sector, TerritoryLevel
from groups.policies import GroupAction, GroupPolicy, MandateAction, OrganisationAction, TerritoryAction
from groups.selectors import (
    get_group_for,
    get_organisation_for,
    get_territory_for,
    groups_for,
    mandates_held_by,
    member,
    members_of,
    organisations_for,
    territories_for,
)
from groups.services.memberships import change_role, end_membership, start_membership
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictSerializer,
    answer,
    keyset_page,
    list_of,
    page_of,
    shape,
    snapshot,
)

BY_NAME = ("name_key", "id")


# ---- groups ------------------------------------------------------------------------------------------------


class GroupsQuery(StrictSerializer):
    territory = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(GroupState.choices, required=False)


class Groups(Endpoint):
    actions = {"GET": GroupAction.READ}
    asks = GroupsQuery

    @extend_schema(responses=page_of(shapes.GroupOut))
    def get(self, request: Request) -> Response:
        """The groups that the reader may read, by name."""
        with snapshot():
            rows = groups_for(self.actor).filter(**self.asked)
            return answer(keyset_page(request, rows, order=BY_NAME, present=self._present))

    def _present(self, rows: list[InitiativeGroup]) -> list[shapes.GroupOut]:
        return present.groups(rows, self.actor)


class Group(Endpoint):
    actions = {"GET": GroupAction.READ}

    @extend_schema(responses=shape(shapes.GroupOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """One group, with the `seq` of its topic at the same moment."""
        with snapshot():
            group = get_group_for(self.actor, group_id)
            return answer(present.groups([group], self.actor)[0], version=group.version)


# ---- members -----------------------------------------------------------------------------------------------


class StartMembershipIn(StrictSerializer):
    """Without `since` it begins now; without `until` it lasts as long as the mandate."""

    mandate = serializers.UUIDField()
    role = serializers.ChoiceField(Role.choices)
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)


class SeatEndpoint(Endpoint):
    """Answers with one seat as the actor sees it."""

    def seat(self, row: Membership, status: int = 200) -> Response:
        allowed = GroupPolicy().allowed(self.actor, row.group)
        (out,) = present.memberships([member(row.id)], allowed)
        return answer(out, status=status, version=row.version)


class GroupMembers(SeatEndpoint):
    actions = {"GET": GroupAction.READ, "POST": GroupAction.ADD_MEMBER}

    @extend_schema(responses=list_of(shapes.MembershipOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Who sits in the group now, by role and then by name."""
        with snapshot():
            group = get_group_for(self.actor, group_id)
            allowed = GroupPolicy().allowed(self.actor, group)
            return answer({"items": present.memberships(members_of(group.id), allowed)})

    @extend_schema(request=StartMembershipIn, responses={201: shape(shapes.MembershipOut)})
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
    conditional = frozenset({"PATCH"})

    @extend_schema(request=ChangeRoleIn, responses=shape(shapes.MembershipOut))
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


# ---- territories, organisations, mandates ------------------------------------------------------------------


class TerritoriesQuery(StrictSerializer):
    within = serializers.UUIDField(required=False, source="parent")
    level = serializers.ChoiceField(TerritoryLevel.choices, required=False)


class Territories(Endpoint):
    actions = {"GET": TerritoryAction.READ}
    asks = TerritoriesQuery

    @extend_schema(responses=page_of(shapes.TerritoryOut))
    def get(self, request: Request) -> Response:
        """Territories by name, of one level or inside one territory."""
        rows = territories_for(self.actor).filter(**self.asked)
        return answer(keyset_page(request, rows, order=BY_NAME, present=_each(present.territory)))


class TerritoryDetails(Endpoint):
    actions = {"GET": TerritoryAction.READ}

    @extend_schema(responses=shape(shapes.TerritoryOut))
    def get(self, request: Request, territory_id: UUID) -> Response:
        """One territory with its population by year."""
        territory = get_territory_for(self.actor, territory_id)
        return answer(present.territory(territory), version=territory.version)


class OrganisationsQuery(StrictSerializer):
    sector = serializers.ChoiceField(Sector.choices, required=False)
    territory = serializers.UUIDField(required=False, source="territories")


class Organisations(Endpoint):
    actions = {"GET": OrganisationAction.READ}
    asks = OrganisationsQuery

    @extend_schema(responses=page_of(shapes.OrganisationOut))
    def get(self, request: Request) -> Response:
        """Organisations by name, of one sector or one territory."""
        rows = organisations_for(self.actor).filter(**self.asked)
        return answer(keyset_page(request, rows, order=BY_NAME, present=_each(present.organisation_details)))


class OrganisationDetails(Endpoint):
    actions = {"GET": OrganisationAction.READ}

    @extend_schema(responses=shape(shapes.OrganisationOut))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """One organisation."""
        organisation = get_organisation_for(self.actor, organisation_id)
        return answer(present.organisation_details(organisation), version=organisation.version)


class MyMandates(Endpoint):
    actions = {"GET": MandateAction.READ}

    @extend_schema(responses=list_of(shapes.MandateOut))
    def get(self, request: Request) -> Response:
        """For whom the reader acts now, deputyships included, and where each mandate sits."""
        return answer({"items": [present.mandate(one) for one in mandates_held_by(self.actor)]})


def _each(one: Callable[[Any], Any]) -> Callable[[list[Any]], list[Any]]:
    return lambda rows: [one(row) for row in rows]
