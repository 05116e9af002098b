"""Who may see what and do what among territories, organisations, mandates and groups.

The first part is for every room: questions about live grants, as SQL for lists and as single answers. Grants
are never asked through `has_perm`: superusers would pass it, and rows whose time is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from groups.grants import sources_of
from groups.models import (
    Deputyship,
    Grant,
    GroupState,
    InitiativeGroup,
    InitiativeGroupUserPermission,
    Mandate,
    Membership,
    Office,
    OfficeKind,
    Organisation,
    Territory,
    Visibility,
)
from groups.terms import lasting
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Level, Policy, Source

READ = "read_initiativegroup"
SPEAK = "speak_initiativegroup"
RECORD = "record_initiativegroup"
FACILITATE = "facilitate_initiativegroup"

NOBODY = Q(pk__in=())
ANYBODY = ~NOBODY

# ---- grants, for every room ------------------------------------------------------------------------------


def live(table: type[Grant]) -> QuerySet[Any]:
    """The grants of a table whose time is not over."""
    rows: QuerySet[Any] = table.objects.filter(Q(valid_until=None) | Q(valid_until__gt=now()))
    return rows


def _given(table: type[Grant], actor: Actor, codename: str) -> QuerySet[Any]:
    """Live grants of `codename` to a person. The permission is looked up once a query, not once a row."""
    options: Any = table._meta
    container = options.get_field("content_object").related_model._meta
    permission = Permission.objects.filter(
        codename=codename,
        content_type__app_label=container.app_label,
        content_type__model=container.model_name,
    )
    return live(table).filter(user=actor.person_id, permission=permission.values("pk")[:1])


def held(table: type[Grant], actor: Actor, codename: str, of: str = "pk") -> Q:
    """A condition on rows whose container (the column `of`) is granted to `actor`: an indexed EXISTS.

    The system holds everything, nobody nothing.
    """
    if actor.is_system:
        return ANYBODY
    if actor.person_id is None:
        return NOBODY
    return Q(Exists(_given(table, actor, codename).filter(content_object=OuterRef(of))))


def grant_on(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> Grant | None:
    """The live grant itself, for who must know its `valid_until`."""
    if actor.person_id is None:
        return None
    row: Grant | None = _given(table, actor, codename).filter(content_object=container_id).first()
    return row


def holds(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> bool:
    """Whether `actor` holds `codename` on one container now."""
    return actor.is_system or grant_on(table, actor, codename, container_id) is not None


def sources_for(actor: Actor, container: Model, codename: str) -> list[Source]:
    """Why `actor` holds `codename` on a container now: each membership, deputyship or share that gives it."""
    at = now()
    return [
        Source(one.kind, one.record_id, one.valid_until)
        for one in sources_of(container)
        if one.person_id == actor.person_id and codename in one.codenames and one.term.includes(at)
    ]


# ---- offices ---------------------------------------------------------------------------------------------


def offices_of(actor: Actor, kind: OfficeKind) -> QuerySet[Office]:
    """The offices that a person holds now."""
    term = lasting("starts_at", "ends_at", now())
    return Office.objects.filter(term, person=actor.person_id, kind=kind).select_related("territory")


@dataclass(frozen=True, slots=True)
class Reach:
    """The territories in which somebody coordinates, as prefixes of KATOTTH codes; the system reaches all."""

    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, actor: Actor) -> Reach:
        if actor.is_system:
            return cls(("",))
        if actor.person_id is None:
            return cls(())
        offices = offices_of(actor, OfficeKind.COORDINATOR)
        return cls(tuple(office.territory.prefix for office in offices))

    @classmethod
    def facilitated_by(cls, actor: Actor) -> Reach:
        """The territories of the groups that a person leads: where they find members."""
        led = held(InitiativeGroupUserPermission, actor, FACILITATE, of="initiative_groups")
        places = Territory.objects.filter(led).distinct()
        return cls(tuple(place.prefix for place in places))

    def covers(self, codes: Iterable[str]) -> bool:
        """Whether one of the codes lies inside; what lies nowhere is the whole country's."""
        places = tuple(codes) or ("UA",)
        return any(code.startswith(prefix) for code in places for prefix in self.prefixes)

    def condition(self, path: str) -> Q:
        """The same for rows whose code is at `path`."""
        inside = NOBODY
        for prefix in self.prefixes:
            inside |= Q(**{f"{path}__startswith": prefix})
        return inside


# ---- territories and organisations -----------------------------------------------------------------------


class TerritoryAction(StrEnum):
    READ = "territory.read"
    REGISTER_PART = "territory.register_part"
    REGISTER_ORGANISATION = "territory.register_organisation"
    FOUND_GROUP = "territory.found_group"
    RECORD_POPULATION = "territory.record_population"


class TerritoryPolicy(Policy[Territory]):
    """Territories are public knowledge among those who are signed in; coordinators add to their own."""

    model = Territory
    domain = "groups"
    every = TerritoryAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({TerritoryAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Territory]:
        return Territory.objects.filter(_everybody_signed_in(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Territory) -> bool:
        if action == TerritoryAction.READ:
            return not actor.is_anonymous
        return Reach.of(actor).covers([obj.code])

    def explain(self, actor: Actor, obj: Territory) -> list[Source]:
        return []


class OrganisationAction(StrEnum):
    READ = "organisation.read"
    VERIFY = "organisation.verify"
    APPOINT = "organisation.appoint"


class OrganisationPolicy(Policy[Organisation]):
    """Organisations are public knowledge among those who are signed in; coordinators verify and appoint."""

    model = Organisation
    domain = "groups"
    every = OrganisationAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({OrganisationAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Organisation]:
        return Organisation.objects.filter(_everybody_signed_in(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Organisation) -> bool:
        if action == OrganisationAction.READ:
            return not actor.is_anonymous
        return Reach.of(actor).covers(_codes_of(obj.pk))

    def explain(self, actor: Actor, obj: Organisation) -> list[Source]:
        return []


def _everybody_signed_in(actor: Actor) -> Q:
    return NOBODY if actor.is_anonymous or not actor.has_scope("groups:read") else ANYBODY


def _codes_of(organisation_id: UUID) -> list[str]:
    return list(Territory.objects.filter(organisations=organisation_id).values_list("code", flat=True))


# ---- mandates --------------------------------------------------------------------------------------------


class MandateAction(StrEnum):
    READ = "mandate.read"
    END = "mandate.end"
    APPOINT_DEPUTY = "mandate.appoint_deputy"
    END_DEPUTYSHIP = "mandate.end_deputyship"


class MandatePolicy(Policy[Mandate]):
    """Who knows a mandate: its holder and deputies, the groups where it sits, coordinators of its
    organisation's territories, and facilitators there, who may seat it.
    """

    model = Mandate
    domain = "groups"
    every = MandateAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({MandateAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Mandate]:
        if actor.is_anonymous or not actor.has_scope("groups:read"):
            return Mandate.objects.none()
        if actor.is_system:
            return Mandate.objects.all()
        seats = Membership.objects.filter(held(InitiativeGroupUserPermission, actor, READ, of="group"))
        windows = Deputyship.objects.filter(deputy=actor.person_id, mandate=OuterRef("pk"))
        near = _organisations_within(Reach.of(actor)) | _organisations_within(Reach.facilitated_by(actor))
        return Mandate.objects.filter(
            Q(person=actor.person_id)
            | Exists(windows)
            | Exists(seats.filter(mandate=OuterRef("pk")))
            | Exists(near.filter(pk=OuterRef("organisation")))
        )

    def permits(self, actor: Actor, action: StrEnum, obj: Mandate) -> bool:
        if action == MandateAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        own = actor.person_id == obj.person_id and action != MandateAction.END
        return own or Reach.of(actor).covers(_codes_of(obj.organisation_id))

    def explain(self, actor: Actor, obj: Mandate) -> list[Source]:
        return []


def _organisations_within(reach: Reach) -> QuerySet[Organisation]:
    nowhere = Q(territories=None) if reach.covers([]) else NOBODY
    return Organisation.objects.filter(reach.condition("territories__code") | nowhere)


# ---- guests and offices ----------------------------------------------------------------------------------


class ShareAction(StrEnum):
    """Sharing one thing with a guest. The policy of the thing decides, by the action that its room
    registered.
    """

    GIVE = "share.give"
    END = "share.end"


# ---- groups ----------------------------------------------------------------------------------------------


class GroupAction(StrEnum):
    READ = "group.read"
    ADD_MEMBER = "group.add_member"
    CHANGE_ROLE = "group.change_role"
    END_MEMBERSHIP = "group.end_membership"
    REQUIRE_SEATS = "group.require_seats"
    ACTIVATE = "group.activate"
    SUSPEND = "group.suspend"
    DISSOLVE = "group.dissolve"


STEPS = {
    GroupAction.ACTIVATE: frozenset({GroupState.PROPOSED, GroupState.SUSPENDED}),
    GroupAction.SUSPEND: frozenset({GroupState.ACTIVE}),
    GroupAction.DISSOLVE: frozenset({GroupState.PROPOSED, GroupState.ACTIVE, GroupState.SUSPENDED}),
}
SEATING = frozenset(
    {GroupAction.ADD_MEMBER, GroupAction.CHANGE_ROLE, GroupAction.END_MEMBERSHIP, GroupAction.REQUIRE_SEATS}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in one group: the codenames they hold, and whether they coordinate its territory."""

    codenames: frozenset[str]
    coordinates: bool

    def permits(self, action: StrEnum, state: str) -> bool:
        if action == GroupAction.READ:
            return self.coordinates or READ in self.codenames
        if action in SEATING:
            return state != GroupState.DISSOLVED and (self.coordinates or FACILITATE in self.codenames)
        return self.coordinates and state in STEPS[GroupAction(action)]


class GroupPolicy(Policy[InitiativeGroup]):
    """Who sits in a group reads it; facilitators seat people; coordinators found, start and end it.

    A coordinator sees a group's card and its members. What is said and done inside hangs on grants alone.
    """

    model = InitiativeGroup
    domain = "groups"
    every = GroupAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({GroupAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if not actor.has_scope("groups:read"):
            return InitiativeGroup.objects.none()
        seen = held(InitiativeGroupUserPermission, actor, READ) | Reach.of(actor).condition("territory__code")
        if level <= Level.EXISTS:
            known = {Visibility.PUBLIC} if actor.is_anonymous else {Visibility.PUBLIC, Visibility.LISTED}
            seen |= Q(visibility__in=known)
        return InitiativeGroup.objects.filter(seen)

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        return self.standings(actor, [obj])[obj.pk].permits(action, obj.state)

    def standings(self, actor: Actor, groups: Sequence[InitiativeGroup]) -> dict[UUID, Standing]:
        """What `actor` is in each of some groups, in two queries. Needs `group.territory`."""
        reach = Reach.of(actor)
        codenames: dict[UUID, set[str]] = {group.pk: set() for group in groups}
        if actor.person_id is not None:
            rows = live(InitiativeGroupUserPermission).filter(
                user=actor.person_id, content_object__in=codenames
            )
            for group_id, codename in rows.values_list("content_object", "permission__codename"):
                codenames[group_id].add(codename)
        return {
            group.pk: Standing(frozenset(codenames[group.pk]), reach.covers([group.territory.code]))
            for group in groups
        }

    def allowed_by(self, actor: Actor, standing: Standing, group: InitiativeGroup) -> list[str]:
        """`allowed` for somebody whose standing is known."""
        reached = [one for one in GroupAction if actor.has_scope(self.scope_of(one))]
        return [one.partition(".")[2] for one in reached if standing.permits(one, group.state)]

    def allowed(
        self, actor: Actor, obj: InitiativeGroup, actions: Iterable[StrEnum] | None = None
    ) -> list[str]:
        standing = self.standings(actor, [obj])[obj.pk]
        wanted = {str(one).partition(".")[2] for one in actions or self.every}
        return [one for one in self.allowed_by(actor, standing, obj) if one in wanted]

    def explain(self, actor: Actor, obj: InitiativeGroup) -> list[Source]:
        """The memberships, deputyships and offices through which `actor` reads the group now."""
        if actor.person_id is None:
            return []
        offices = offices_of(actor, OfficeKind.COORDINATOR)
        return sources_for(actor, obj, READ) + [
            Source("office", office.pk, office.ends_at)
            for office in offices
            if obj.territory.code.startswith(office.territory.prefix)
        ]
