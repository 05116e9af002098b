"""What a person sees and why, and what they saw before.

Readers are the person themselves, the data protection officer of the territory, facilitators of a group where
the person has a seat, and its coordinators. The answer never reveals an object that the reader may not know
of: a facilitator gets what they see there themselves, a coordinator the groups alone. The officer learns that
an object exists and by what right it is seen, and its title only where they see it, as in the access record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Max, Model, Q, QuerySet

from groups.access.oversight import list_people_overseen_by
from groups.access.selectors import AccessReason, build_record_lookup, get_main_source, load_access_history
from groups.authority.territorial import TerritorialScope, list_former_offices
from groups.break_glass.models import BreakGlass, GlassState
from groups.common.periods import find_latest
from groups.grants import (
    Container,
    container_of,
    find_past_seat_ends,
    list_departed_object_ids,
    list_narrowed_object_ids,
    list_shareable_containers,
    prefetch_sources,
)
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import FACILITATE, MATCH_NONE, has_grant_q
from groups.guest_shares.models import GuestShare
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.selectors import list_groups_known_to
from groups.mandates.models import Deputyship
from groups.offices.models import OfficeKind
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.accounts.policies import is_browser_actor
from viche.kernel.actor import Actor
from viche.kernel.keyset_lists import apply_keyset, order_columns_of
from viche.kernel.models import Event
from viche.kernel.policy import Level, Policy, Source

OBJECT_SOURCE_KINDS = frozenset({"guest_share", "break_glass"})  # sources on single objects
CHUNK_SIZE = 200  # objects that are checked for access at once


class PersonAccessAction(StrEnum):
    READ = "sight.read"


class PersonAccessPolicy(Policy[User]):
    """Policy for looking up what a person sees. Tokens may not."""

    model = User
    domain = "groups"
    every = PersonAccessAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({PersonAccessAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset(PersonAccessAction)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[User]:
        if actor.person_id is None or not is_browser_actor(actor):
            return User.objects.none()
        cared = Q(pk__in=list_people_overseen_by(actor).values("pk"))
        return User.objects.filter(Q(pk=actor.person_id) | cared | _people_in_led_groups_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: User) -> bool:
        return self.visible_to(actor).filter(pk=obj.pk).exists()

    def explain(self, actor: Actor, obj: User) -> list[Source]:
        if not self.permits(actor, PersonAccessAction.READ, obj):
            return []
        if obj.pk == actor.person_id:
            return [Source("self", obj.pk, None)]
        if list_people_overseen_by(actor).filter(pk=obj.pk).exists():
            return [Source("data_protection_officer", obj.pk, None)]
        source = explain_leadership(actor, obj.pk)
        return [] if source is None else [source]


class GroupAccessAction(StrEnum):
    READ = "group_sight.read"


class GroupAccessPolicy(Policy[InitiativeGroup]):
    """Policy for looking up the readers of a group: the data protection officer of its territory.

    Only groups of which the officer may know. Tokens may not. There is no such lookup for threads and action
    items: the officer could not tell those apart whose titles they may not know.
    """

    model = InitiativeGroup
    domain = "groups"
    every = GroupAccessAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({GroupAccessAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset(GroupAccessAction)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if actor.person_id is None or not is_browser_actor(actor):
            return InitiativeGroup.objects.none()
        reach = TerritorialScope.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)
        return list_groups_known_to(actor).filter(reach.condition("territory__code"))

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        return self.visible_to(actor).filter(pk=obj.pk).exists()

    def explain(self, actor: Actor, obj: InitiativeGroup) -> list[Source]:
        found = self.permits(actor, GroupAccessAction.READ, obj)
        return [Source("data_protection_officer", obj.pk, None)] if found else []


def _list_facilitated_groups(actor: Actor) -> QuerySet[InitiativeGroup]:
    return InitiativeGroup.objects.filter(has_grant_q(InitiativeGroupUserPermission, actor, FACILITATE))


def _led_group_q(actor: Actor) -> Q:
    """Return the condition on groups that an actor facilitates or whose territory they coordinate."""
    coordinated = TerritorialScope.of(actor).condition("territory__code")
    return has_grant_q(InitiativeGroupUserPermission, actor, FACILITATE) | coordinated


def _visible_in_led_groups_q(actor: Actor, kind: Container) -> Q:
    """Return the condition on objects of a kind that an actor sees in groups they facilitate.

    For the kind group: groups that they facilitate or coordinate.
    """
    if kind.model is InitiativeGroup:
        return _led_group_q(actor)
    seen = kind.guard.visible_to(actor).values("pk")
    return Q(group__in=_list_facilitated_groups(actor).values("pk")) & Q(pk__in=seen)


def _people_in_led_groups_q(actor: Actor) -> Q:
    """Return the condition on people with a tie to a group that `actor` facilitates or coordinates.

    A past or present seat or deputyship there, or a guest share or emergency access to an object that `actor`
    sees there.
    """
    led = InitiativeGroup.objects.filter(_led_group_q(actor)).values("pk")
    stood_in = Deputyship.objects.filter(mandate__memberships__group__in=led)
    found = Q(pk__in=Membership.objects.filter(group__in=led).values("mandate__person"))
    found |= Q(pk__in=stood_in.values("deputy"))
    for kind in list_shareable_containers():
        things = kind.model._default_manager.filter(_visible_in_led_groups_q(actor, kind)).values("pk")
        shares, opened = _list_temporary_access(kind)
        found |= Q(pk__in=shares.filter(container_id__in=things).values("person"))
        found |= Q(pk__in=opened.filter(container_id__in=things).values("asked_by"))
    return found


def _list_temporary_access(kind: Container) -> tuple[QuerySet[GuestShare], QuerySet[BreakGlass]]:
    """Return all guest shares and approved emergency access of a kind, past ones included."""
    opened = BreakGlass.objects.filter(container_type=kind.kind, state=GlassState.APPROVED)
    return GuestShare.objects.filter(container_type=kind.kind), opened


def explain_leadership(actor: Actor, person_id: UUID) -> Source | None:
    """Return the seat or office by which an actor may look up a person in a group that they lead."""
    led = InitiativeGroup.objects.filter(_led_group_q(actor)).select_related("territory").order_by("pk")
    tables = list(led.filter(pk__in=_list_seats_of(person_id).values("group"))[:1])
    # A guest has no seat: use a group where the reader sees an object to which the guest was given access.
    tables = tables or list(led.filter(_groups_with_access_q(actor, person_id))[:1])
    with prefetch_sources(tables):
        found = [GroupPolicy().leaders(one).get(actor.person_id or one.pk, []) for one in tables]
    return next((get_main_source(sources) for sources in found if sources), None)


def _groups_with_access_q(actor: Actor, person_id: UUID) -> Q:
    """Return the condition on groups where a person got temporary access to an object.

    Only objects that `actor` sees there.
    """
    found = MATCH_NONE
    for kind in list_shareable_containers():
        things = kind.model._default_manager.filter(
            _visible_in_led_groups_q(actor, kind), _temporary_access_q(kind, person_id)
        )
        found |= Q(pk__in=things.values("pk" if kind.model is InitiativeGroup else "group"))
    return found


def _temporary_access_q(kind: Container, person_id: UUID, path: str = "pk") -> Q:
    """Return the condition on rows with temporary access for a person, or referring to such.

    `path` leads to the object.
    """
    shares, opened = _list_temporary_access(kind)
    found = Q(**{f"{path}__in": shares.filter(person=person_id).values("container_id")})
    return found | Q(**{f"{path}__in": opened.filter(asked_by=person_id).values("container_id")})


def _list_seats_of(person_id: UUID) -> QuerySet[Membership]:
    """Return the past and present seats of a person and of those for whom they are a deputy."""
    own = Q(mandate__person=person_id) | Q(mandate__deputyships__deputy=person_id)
    return Membership.objects.filter(own)


# ---- what a person sees --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccessGrounds:
    """Current and ended grounds of access to an object."""

    grounds: Sequence[AccessReason]
    ended: Sequence[AccessReason]


@dataclass
class PersonAccessQuery:
    """What `person` sees of one kind of object, as far as `actor`, who looks it up, may know of it."""

    actor: Actor
    person: User
    kind: Container
    found: dict[UUID, tuple[list[Source], list[Source]]] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        return self.actor.person_id == self.person.pk

    @cached_property
    def facilitated(self) -> frozenset[UUID]:
        """Return ids of groups that `actor` facilitates from a seat there."""
        return frozenset(_list_facilitated_groups(self.actor).values_list("pk", flat=True))

    def now(self) -> QuerySet[Any]:
        return self._seen().filter(self._disclosable_q())

    def before(self) -> Pages:
        """Return what the person saw by an ended reason; with a closed account, all they would see."""
        return Pages(self, self._all().filter(self._disclosable_q(), self._candidates_q()), self._is_former)

    def only(self, pk: UUID) -> Pages:
        """Return one object, whether they see it or saw it before."""
        return Pages(
            self, self._all().filter(self._disclosable_q(), pk=pk), lambda now, ended: bool(now or ended)
        )

    def _is_former(self, now: Sequence[Source], ended: Sequence[Source]) -> bool:
        return bool(ended) or (bool(now) and not self.person.is_active)

    def load_sources(self, objs: Sequence[Model]) -> None:
        """Load the person's current and ended sources on objects, in as many queries as for one."""
        objs = [one for one in objs if one.pk not in self.found]
        if not objs:
            return
        seen, shown = load_access_history(self.kind.guard, objs), load_shown_since(self.kind, objs)
        for one in objs:
            once = seen[one.pk].once.get(self.person.pk, ())
            ended = [source for source in once if has_been_visible(self.kind, one, source, shown.get(one.pk))]
            self.found[one.pk] = list(seen[one.pk].now.get(self.person.pk, ())), ended

    def why(self, objs: Sequence[Model]) -> dict[UUID, AccessGrounds]:
        """Return the grounds with their records; ended ones latest first."""
        self.load_sources(objs)
        found = {one.pk: self.found[one.pk] for one in objs}
        record = build_record_lookup([one for now, ended in found.values() for one in (*now, *ended)])
        return {
            pk: AccessGrounds(
                [*map(record, now)], [*map(record, sorted(ended, key=get_age_key, reverse=True))]
            )
            for pk, (now, ended) in found.items()
        }

    def is_restricted(self, obj: Model) -> bool:
        return is_restricted(self.kind, obj)

    def _all(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.kind.model._default_manager.all()
        return rows

    def _seen(self) -> QuerySet[Any]:
        """Return the visible objects; a person with a closed account sees nothing."""
        return self._list_visible_unless_closed() if self.person.is_active else self._all().none()

    def _list_visible_unless_closed(self) -> QuerySet[Any]:
        return self.kind.guard.visible_to(Actor.for_person(self.person.pk))

    def _disclosable_q(self) -> Q:
        """Return the condition on objects for which `actor` may know whether the person sees them."""
        if self.is_own:
            return Q()
        told = _visible_in_led_groups_q(self.actor, self.kind)
        if list_people_overseen_by(self.actor).filter(pk=self.person.pk).exists():
            reach = TerritorialScope.of(self.actor, OfficeKind.DATA_PROTECTION_OFFICER)
            told |= self.kind.known & reach.condition(self._path("territory__code"))
        return told

    def _candidates_q(self) -> Q:
        """Return the condition on candidates that the person may have seen; `Pages` filters them."""
        found = self._former_seats_q() | (
            Q() if self.person.is_active else Q(pk__in=self._list_visible_unless_closed().values("pk"))
        )
        if self.kind.model is not InitiativeGroup:
            return found | self._temporary_access_q() | self._former_audience_q()
        over = list_former_offices(OfficeKind.COORDINATOR).filter(person=self.person.pk)
        return found | TerritorialScope(tuple(office.territory.prefix for office in over)).condition(
            "territory__code"
        )

    def _former_seats_q(self) -> Q:
        """Return the condition on objects that existed in groups before the person left them."""
        found, sat = MATCH_NONE, find_past_seat_ends(self.person.pk)
        if self.kind.model is InitiativeGroup:
            return Q(pk__in=list(sat))
        for group_id, until in sat.items():
            found |= Q(group=group_id, **({f"{self.kind.since}__lt": until} if self.kind.since else {}))
        return found

    def _temporary_access_q(self) -> Q:
        """Return the condition on objects with temporary access, direct or through another."""
        found = Q()
        for path, kind in self._get_paths().items():
            found |= _temporary_access_q(kind, self.person.pk, path)
        return found

    def _get_paths(self) -> dict[str, Container]:
        """Return by path the containers by which objects are seen: themselves and the `through` one."""
        paths = {"pk": self.kind}
        if self.kind.through:
            other: Any = self.kind.model._meta.get_field(self.kind.through).related_model
            paths[self.kind.through] = container_of(other)
        return paths

    def _former_audience_q(self) -> Q:
        """Return the condition on objects with a new audience in, or moved out of, the person's groups."""
        tables = _list_seats_of(self.person.pk).values("group")
        found, elsewhere = Q(), Q()
        for path, kind in self._get_paths().items():
            found |= Q(**{f"{path}__in": list_narrowed_object_ids(kind.kind)})
            elsewhere |= Q(**{f"{path}__in": list_departed_object_ids(kind.kind, tables)})
        return (found & Q(group__in=tables)) | elsewhere

    def _path(self, column: str) -> str:
        return column if self.kind.model is InitiativeGroup else f"group__{column}"


def is_restricted(kind: Container, obj: Model) -> bool:
    return kind.emergency is not None and kind.emergency(obj)


def load_shown_since(kind: Container, objs: Sequence[Model]) -> dict[UUID, datetime]:
    """Return since when objects were visible to their whole group, as far as events record it."""
    if kind.shown_by is None:
        return {}
    ids = [one.pk for one in objs]
    events = Event.objects.filter(kind.shown_by, subject_type=kind.kind, subject_id__in=ids)
    return dict(events.values_list("subject_id").annotate(Max("at")).order_by())


def has_been_visible(kind: Container, obj: Model, source: Source, shown: datetime | None) -> bool:
    """Return whether the object was visible before a source ended.

    A draft was not yet, nor was a group for a coordinator before it was founded.
    """
    began = getattr(obj, kind.since) if kind.since else None
    if kind.since and began is None:
        return False
    if not is_restricted(kind, obj) and source.kind not in OBJECT_SOURCE_KINDS:
        began = find_latest((began, shown))
    return began is None or source.until is None or source.until > began


def get_age_key(source: Source) -> tuple[str, UUID]:
    return str(source.until), source.record_id


@dataclass
class Pages:
    """Objects that a person sees or saw, filtered page by page from candidates.

    Filtered candidates leave no gap that could be counted. `shows` decides by current and ended sources.
    """

    sight: PersonAccessQuery
    candidates: QuerySet[Any]
    shows: Callable[[Sequence[Source], Sequence[Source]], bool]

    @property
    def model(self) -> type[Any]:
        return self.candidates.model

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> list[Any]:
        found: list[Any] = []
        while len(found) < size:
            piece = list(apply_keyset(self.candidates, order, after)[:CHUNK_SIZE])
            self.sight.load_sources(piece)
            found += [one for one in piece if self.shows(*self.sight.found[one.pk])]
            if len(piece) < CHUNK_SIZE:
                break
            after = [getattr(piece[-1], name) for name in order_columns_of(order)]
        return found[:size]
