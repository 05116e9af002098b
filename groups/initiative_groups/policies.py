"""Policy of initiative groups: who sees them, gives seats and changes their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet, UUIDField

from groups.authority.territorial import TerritorialScope, list_current_offices, list_former_offices
from groups.grants import get_cached, should_include_past
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import (
    FACILITATE,
    READ,
    RECORD,
    Readers,
    has_grant_q,
    list_grantees_of,
    list_live_grants,
    merge_readers,
)
from groups.initiative_groups.models import GroupState, InitiativeGroup, Visibility
from groups.offices.models import Office, OfficeKind
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.policy import Level, Policy, Source
from viche.kernel.prepared_queries import PreparedQuery, QueryParam


class GroupAction(StrEnum):
    READ = "group.read"
    SEE_ACCESS = "group.see_access"
    SEE_SIGHT = "group.see_sight"
    EDIT = "group.edit"
    ADD_MEMBER = "group.add_member"
    INVITE = "group.invite"
    CHANGE_ROLE = "group.change_role"
    END_MEMBERSHIP = "group.end_membership"
    REQUIRE_SEATS = "group.require_seats"
    FOUND_SUBGROUP = "group.found_subgroup"
    SET_MILESTONES = "group.set_milestones"
    REACH_MILESTONE = "group.reach_milestone"
    ACTIVATE = "group.activate"
    SUSPEND = "group.suspend"
    DISSOLVE = "group.dissolve"
    CLEAR_PAGE = "group.clear_page"


STATES_OF_STEPS = {
    GroupAction.FOUND_SUBGROUP: frozenset({GroupState.PROPOSED, GroupState.ACTIVE, GroupState.SUSPENDED}),
    GroupAction.ACTIVATE: frozenset({GroupState.PROPOSED, GroupState.SUSPENDED}),
    GroupAction.SUSPEND: frozenset({GroupState.ACTIVE}),
    GroupAction.DISSOLVE: frozenset({GroupState.PROPOSED, GroupState.ACTIVE, GroupState.SUSPENDED}),
}
# Actions of facilitators and coordinators until the group is dissolved.
LEADING_ACTIONS = frozenset(
    {
        GroupAction.EDIT,
        GroupAction.ADD_MEMBER,
        GroupAction.INVITE,
        GroupAction.CHANGE_ROLE,
        GroupAction.END_MEMBERSHIP,
        GroupAction.REQUIRE_SEATS,
        GroupAction.SET_MILESTONES,
    }
)


@dataclass(frozen=True, slots=True)
class GroupAccess:
    """The access of an actor to a group: codenames, and whether they coordinate its territory."""

    codenames: frozenset[str]
    coordinates: bool

    def permits(self, action: StrEnum, state: str) -> bool:
        if action == GroupAction.SEE_SIGHT:
            return self.coordinates or FACILITATE in self.codenames
        if action in GroupPolicy.reads:
            return self.coordinates or READ in self.codenames
        if action == GroupAction.CLEAR_PAGE:
            return self.coordinates
        if action == GroupAction.REACH_MILESTONE:
            return state != GroupState.DISSOLVED and (self.coordinates or RECORD in self.codenames)
        if action in LEADING_ACTIONS:
            return state != GroupState.DISSOLVED and (self.coordinates or FACILITATE in self.codenames)
        return self.coordinates and state in STATES_OF_STEPS[GroupAction(action)]


class GroupPolicy(Policy[InitiativeGroup]):
    """Members read a group; facilitators give seats; coordinators found, activate and dissolve it.

    A coordinator sees a group's card and its members. Reading and writing inside depends on grants alone.
    Coordinators may remove content from its public page, also when the group has no members left to do so. A
    proposal gives seats, invites and discusses; it gives no action items and has no public page until it is
    active.
    """

    model = InitiativeGroup
    domain = "groups"
    every = GroupAction
    url_parameter = "group_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset(
        {GroupAction.READ, GroupAction.SEE_ACCESS, GroupAction.SEE_SIGHT}
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if not actor.has_scope("groups:read"):
            return InitiativeGroup.objects.none()
        seen = has_grant_q(InitiativeGroupUserPermission, actor, READ) | TerritorialScope.of(actor).condition(
            "territory__code"
        )
        if level <= Level.EXISTS:
            public = Q(visibility=Visibility.PUBLIC)
            proposed = Q(state=GroupState.PROPOSED)
            seen |= public & ~proposed if actor.is_anonymous else public | Q(visibility=Visibility.LISTED)
        return InitiativeGroup.objects.filter(seen)

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        return _is_applicable(action, obj) and self.get_group_access(actor, [obj])[obj.pk].permits(
            action, obj.state
        )

    def get_group_access(self, actor: Actor, groups: Sequence[InitiativeGroup]) -> dict[UUID, GroupAccess]:
        """Return the access of `actor` to each of some groups, in two queries.

        Needs `group.territory`.
        """
        reach = TerritorialScope.of(actor)
        codenames: dict[UUID, set[str]] = {group.pk: set() for group in groups}
        if actor.person_id is not None and groups:
            for grant in GRANTS_ON_GROUPS.all(person_id=actor.person_id, at=now(), ids=[*codenames]):
                codenames[grant.content_object_id].add(grant.permission.codename)
        return {
            group.pk: GroupAccess(frozenset(codenames[group.pk]), reach.covers([group.territory.code]))
            for group in groups
        }

    def allowed_by(self, actor: Actor, standing: GroupAccess, group: InitiativeGroup) -> list[str]:
        """Return `allowed` for an actor whose access is known."""
        open_here = (
            one for one in GroupAction if _is_applicable(one, group) and standing.permits(one, group.state)
        )
        return self.short_names_of(actor, open_here)

    def allowed(self, actor: Actor, obj: InitiativeGroup) -> list[str]:
        return self.allowed_by(actor, self.get_group_access(actor, [obj])[obj.pk], obj)

    def readers(self, obj: InitiativeGroup) -> Readers:
        """Return readers by memberships, deputyships and coordinators' offices."""
        return merge_readers(list_grantees_of(obj, READ), self._coordinators(obj))

    def leaders(self, obj: InitiativeGroup) -> Readers:
        """Return facilitators and coordinators: they see requests and the reasons why members left."""
        return merge_readers(list_grantees_of(obj, FACILITATE), self._coordinators(obj))

    @staticmethod
    def _coordinators(obj: InitiativeGroup) -> Readers:
        offices: Readers = {}
        for office in get_cached("coordinators", _list_coordinators):
            if obj.territory.code.startswith(office.territory.prefix):
                source = Source("office", office.pk, office.ends_at)
                offices.setdefault(office.person_id, []).append(source)
        return offices


def _list_coordinators() -> list[Office]:
    kind = OfficeKind.COORDINATOR
    return [*list_current_offices(kind), *(list_former_offices(kind) if should_include_past() else ())]


# A prepared statement: it runs before every read and write of a group.
GRANTS_ON_GROUPS = PreparedQuery(
    lambda: (
        list_live_grants(InitiativeGroupUserPermission, QueryParam("at", DateTimeField()))
        .filter(ids_param_q("content_object", "ids"), user=QueryParam("person_id", UUIDField()))
        .select_related("permission")
        .only("content_object", "permission__codename")
    )
)


def _is_applicable(action: StrEnum, group: InitiativeGroup) -> bool:
    """Return whether the action exists in a group: subgroups have no subgroups."""
    return action != GroupAction.FOUND_SUBGROUP or group.parent_id is None
