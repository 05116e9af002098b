"""Who may see an initiative group, seat people in it and take it through its states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet, UUIDField

from groups.authority.territorial import Reach, offices_held, offices_over
from groups.grants import of_all_time, read_once
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import FACILITATE, READ, RECORD, Readers, held, holders, live, together
from groups.initiative_groups.models import GroupState, InitiativeGroup, Visibility
from groups.offices.models import Office, OfficeKind
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.lists import given_ids
from viche.kernel.policy import Level, Policy, Source
from viche.kernel.prepared import Given, Prepared


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


STEPS = {
    GroupAction.FOUND_SUBGROUP: frozenset({GroupState.PROPOSED, GroupState.ACTIVE, GroupState.SUSPENDED}),
    GroupAction.ACTIVATE: frozenset({GroupState.PROPOSED, GroupState.SUSPENDED}),
    GroupAction.SUSPEND: frozenset({GroupState.ACTIVE}),
    GroupAction.DISSOLVE: frozenset({GroupState.PROPOSED, GroupState.ACTIVE, GroupState.SUSPENDED}),
}
# What those do who lead a group, or coordinate its territory, until it is dissolved.
LEADING = frozenset(
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
class Standing:
    """What somebody is in one group: the codenames they hold, and whether they coordinate its territory."""

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
        if action in LEADING:
            return state != GroupState.DISSOLVED and (self.coordinates or FACILITATE in self.codenames)
        return self.coordinates and state in STEPS[GroupAction(action)]


class GroupPolicy(Policy[InitiativeGroup]):
    """Who sits in a group reads it; facilitators seat people; coordinators found, start and end it.

    A coordinator sees a group's card and its members. What is said and done inside hangs on grants alone.
    What stands on its public page they may take off it, also when nobody of the group is left to do so.
    A proposal seats, invites and talks; it gives no action items and has no public page until it is active.
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
        seen = held(InitiativeGroupUserPermission, actor, READ) | Reach.of(actor).condition("territory__code")
        if level <= Level.EXISTS:
            public = Q(visibility=Visibility.PUBLIC)
            proposed = Q(state=GroupState.PROPOSED)
            seen |= public & ~proposed if actor.is_anonymous else public | Q(visibility=Visibility.LISTED)
        return InitiativeGroup.objects.filter(seen)

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        return _has(action, obj) and self.standings(actor, [obj])[obj.pk].permits(action, obj.state)

    def standings(self, actor: Actor, groups: Sequence[InitiativeGroup]) -> dict[UUID, Standing]:
        """What `actor` is in each of some groups, in two queries. Needs `group.territory`."""
        reach = Reach.of(actor)
        codenames: dict[UUID, set[str]] = {group.pk: set() for group in groups}
        if actor.person_id is not None and groups:
            for grant in GRANTS_ON_GROUPS.all(person_id=actor.person_id, at=now(), ids=[*codenames]):
                codenames[grant.content_object_id].add(grant.permission.codename)
        return {
            group.pk: Standing(frozenset(codenames[group.pk]), reach.covers([group.territory.code]))
            for group in groups
        }

    def allowed_by(self, actor: Actor, standing: Standing, group: InitiativeGroup) -> list[str]:
        """`allowed` for somebody whose standing is known."""
        open_here = (one for one in GroupAction if _has(one, group) and standing.permits(one, group.state))
        return self.short(actor, open_here)

    def allowed(self, actor: Actor, obj: InitiativeGroup) -> list[str]:
        return self.allowed_by(actor, self.standings(actor, [obj])[obj.pk], obj)

    def readers(self, obj: InitiativeGroup) -> Readers:
        """Through memberships, deputyships, and the offices of those who coordinate its territory."""
        return together(holders(obj, READ), self._coordinators(obj))

    def leaders(self, obj: InitiativeGroup) -> Readers:
        """Those of them who lead it or coordinate its territory: they see who comes, and why who left."""
        return together(holders(obj, FACILITATE), self._coordinators(obj))

    @staticmethod
    def _coordinators(obj: InitiativeGroup) -> Readers:
        offices: Readers = {}
        for office in read_once("coordinators", _coordinating):
            if obj.territory.code.startswith(office.territory.prefix):
                source = Source("office", office.pk, office.ends_at)
                offices.setdefault(office.person_id, []).append(source)
        return offices


def _coordinating() -> list[Office]:
    kind = OfficeKind.COORDINATOR
    return [*offices_held(kind), *(offices_over(kind) if of_all_time() else ())]


# Asked before anything is done with a group or shown of it.
GRANTS_ON_GROUPS = Prepared(
    lambda: (
        live(InitiativeGroupUserPermission, Given("at", DateTimeField()))
        .filter(given_ids("content_object", "ids"), user=Given("person_id", UUIDField()))
        .select_related("permission")
        .only("content_object", "permission__codename")
    )
)


def _has(action: StrEnum, group: InitiativeGroup) -> bool:
    """Whether there is such a step in a group at all: subgroups stand one level down."""
    return action != GroupAction.FOUND_SUBGROUP or group.parent_id is None
