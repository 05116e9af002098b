"""What a person sees and why, and what they saw once: for themselves, the data protection officer of the
territory, who leads a group where they sit, and who coordinates there.

Nobody learns by it of a thing of which they may not know. Who leads a group is shown what they see there
themselves; who coordinates, the groups alone. The officer is told that a thing is there and by what right it
is seen, and its title only where they see it: as in the access record.
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

from groups.access.oversight import in_care
from groups.access.selectors import Ground, first_of, now_and_once, records_of
from groups.authority.territorial import Reach, offices_over
from groups.break_glass.models import BreakGlass, GlassState
from groups.common.periods import latest
from groups.grants import (
    Container,
    changed_things,
    container_of,
    left_by,
    sat_until,
    shareable,
    sources_read_together,
)
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import FACILITATE, NOBODY, held
from groups.guest_shares.models import GuestShare
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.selectors import groups_known_to
from groups.mandates.models import Deputyship
from groups.offices.models import OfficeKind
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.accounts.policies import through_browser
from viche.kernel.actor import Actor
from viche.kernel.lists import in_order, names_of
from viche.kernel.models import Event
from viche.kernel.policy import Level, Policy, Source

GIVEN = frozenset({"guest_share", "break_glass"})  # on single things
PIECE = 200  # things of which it is looked up at once whether somebody saw them


class SightAction(StrEnum):
    READ = "sight.read"


class SightPolicy(Policy[User]):
    """Who may look up what a person sees. A token may not."""

    model = User
    domain = "groups"
    every = SightAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({SightAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset(SightAction)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[User]:
        if actor.person_id is None or not through_browser(actor):
            return User.objects.none()
        cared = Q(pk__in=in_care(actor).values("pk"))
        return User.objects.filter(Q(pk=actor.person_id) | cared | _at_tables_of(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: User) -> bool:
        return self.visible_to(actor).filter(pk=obj.pk).exists()

    def explain(self, actor: Actor, obj: User) -> list[Source]:
        if not self.permits(actor, SightAction.READ, obj):
            return []
        if obj.pk == actor.person_id:
            return [Source("self", obj.pk, None)]
        if in_care(actor).filter(pk=obj.pk).exists():
            return [Source("data_protection_officer", obj.pk, None)]
        source = why_led(actor, obj.pk)
        return [] if source is None else [source]


class GroupSightAction(StrEnum):
    READ = "group_sight.read"


class GroupSightPolicy(Policy[InitiativeGroup]):
    """Of which groups the data protection officer may look up who sees them: those of the territory of which
    they may know. A token may not.

    Not of threads and action items: those whose titles they may not know they could not tell apart.
    """

    model = InitiativeGroup
    domain = "groups"
    every = GroupSightAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({GroupSightAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset(GroupSightAction)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if actor.person_id is None or not through_browser(actor):
            return InitiativeGroup.objects.none()
        reach = Reach.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)
        return groups_known_to(actor).filter(reach.condition("territory__code"))

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        return self.visible_to(actor).filter(pk=obj.pk).exists()

    def explain(self, actor: Actor, obj: InitiativeGroup) -> list[Source]:
        found = self.permits(actor, GroupSightAction.READ, obj)
        return [Source("data_protection_officer", obj.pk, None)] if found else []


def _facilitated(actor: Actor) -> QuerySet[InitiativeGroup]:
    return InitiativeGroup.objects.filter(held(InitiativeGroupUserPermission, actor, FACILITATE))


def _led(actor: Actor) -> Q:
    """The condition on groups that somebody leads or whose territory they coordinate."""
    coordinated = Reach.of(actor).condition("territory__code")
    return held(InitiativeGroupUserPermission, actor, FACILITATE) | coordinated


def _shown_there(actor: Actor, kind: Container) -> Q:
    """The condition on things of a kind that somebody sees in the groups that they lead, or such groups."""
    if kind.model is InitiativeGroup:
        return _led(actor)
    seen = kind.guard.visible_to(actor).values("pk")
    return Q(group__in=_facilitated(actor).values("pk")) & Q(pk__in=seen)


def _at_tables_of(actor: Actor) -> Q:
    """The condition on people who sit or sat in a group that `actor` leads, stand in there or did, or were
    let into something that they see there.
    """
    led = InitiativeGroup.objects.filter(_led(actor)).values("pk")
    stood_in = Deputyship.objects.filter(mandate__memberships__group__in=led)
    found = Q(pk__in=Membership.objects.filter(group__in=led).values("mandate__person"))
    found |= Q(pk__in=stood_in.values("deputy"))
    for kind in shareable():
        things = kind.model._default_manager.filter(_shown_there(actor, kind)).values("pk")
        shares, opened = _given(kind)
        found |= Q(pk__in=shares.filter(container_id__in=things).values("person"))
        found |= Q(pk__in=opened.filter(container_id__in=things).values("asked_by"))
    return found


def _given(kind: Container) -> tuple[QuerySet[GuestShare], QuerySet[BreakGlass]]:
    """What was ever given on single things of a kind: to guests, and in emergencies."""
    opened = BreakGlass.objects.filter(container_type=kind.kind, state=GlassState.APPROVED)
    return GuestShare.objects.filter(container_type=kind.kind), opened


def why_led(actor: Actor, person_id: UUID) -> Source | None:
    """By which seat or office somebody may look up a person at a table that they lead."""
    led = InitiativeGroup.objects.filter(_led(actor)).select_related("territory").order_by("pk")
    tables = list(led.filter(pk__in=_tables_of(person_id).values("group"))[:1])
    # A guest sits at no table: there is one where the reader sees something into which they were let.
    tables = tables or list(led.filter(_letting_in(actor, person_id))[:1])
    with sources_read_together(tables):
        found = [GroupPolicy().leaders(one).get(actor.person_id or one.pk, []) for one in tables]
    return next((first_of(sources) for sources in found if sources), None)


def _letting_in(actor: Actor, person_id: UUID) -> Q:
    """The condition on groups in which a person was let into something that `actor` sees there."""
    found = NOBODY
    for kind in shareable():
        things = kind.model._default_manager.filter(_shown_there(actor, kind), _let_into(kind, person_id))
        found |= Q(pk__in=things.values("pk" if kind.model is InitiativeGroup else "group"))
    return found


def _let_into(kind: Container, person_id: UUID, path: str = "pk") -> Q:
    """The condition on what is, or refers by `path` to, a thing of a kind into which a person was let."""
    shares, opened = _given(kind)
    found = Q(**{f"{path}__in": shares.filter(person=person_id).values("container_id")})
    return found | Q(**{f"{path}__in": opened.filter(asked_by=person_id).values("container_id")})


def _tables_of(person_id: UUID) -> QuerySet[Membership]:
    """The seats of a person, and of those for whom they stand in, that there are and were."""
    own = Q(mandate__person=person_id) | Q(mandate__deputyships__deputy=person_id)
    return Membership.objects.filter(own)


# ---- what a person sees --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Why:
    """By what somebody sees a thing, and by what they saw it."""

    grounds: Sequence[Ground]
    ended: Sequence[Ground]


@dataclass
class Sight:
    """What `person` sees of one kind of thing, as far as `actor`, who may look it up, may know of it."""

    actor: Actor
    person: User
    kind: Container
    found: dict[UUID, tuple[list[Source], list[Source]]] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        return self.actor.person_id == self.person.pk

    @cached_property
    def facilitated(self) -> frozenset[UUID]:
        """The groups that `actor` leads from a seat there."""
        return frozenset(_facilitated(self.actor).values_list("pk", flat=True))

    def now(self) -> QuerySet[Any]:
        return self._seen().filter(self._told())

    def before(self) -> Pages:
        """What they saw by something that is over, also where they see it again or still by something else;
        with a closed account, all that they would see.
        """
        return Pages(self, self._all().filter(self._told(), self._once()), self._was_seen)

    def only(self, pk: UUID) -> Pages:
        """One thing, whether they see it or saw it once."""
        return Pages(self, self._all().filter(self._told(), pk=pk), lambda now, ended: bool(now or ended))

    def _was_seen(self, now: Sequence[Source], ended: Sequence[Source]) -> bool:
        return bool(ended) or (bool(now) and not self.person.is_active)

    def look_at(self, objs: Sequence[Model]) -> None:
        """Find by what the person sees some things, and by what they saw them: as quickly as of one."""
        objs = [one for one in objs if one.pk not in self.found]
        if not objs:
            return
        seen, shown = now_and_once(self.kind.guard, objs), shown_since(self.kind, objs)
        for one in objs:
            once = seen[one.pk].once.get(self.person.pk, ())
            ended = [source for source in once if was_there(self.kind, one, source, shown.get(one.pk))]
            self.found[one.pk] = list(seen[one.pk].now.get(self.person.pk, ())), ended

    def why(self, objs: Sequence[Model]) -> dict[UUID, Why]:
        """The same with the records; of what is over the latest first."""
        self.look_at(objs)
        found = {one.pk: self.found[one.pk] for one in objs}
        record = records_of([one for now, ended in found.values() for one in (*now, *ended)])
        return {
            pk: Why([*map(record, now)], [*map(record, sorted(ended, key=age, reverse=True))])
            for pk, (now, ended) in found.items()
        }

    def is_restricted(self, obj: Model) -> bool:
        return is_restricted(self.kind, obj)

    def _all(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.kind.model._default_manager.all()
        return rows

    def _seen(self) -> QuerySet[Any]:
        """Whoever's account is closed sees nothing."""
        return self._would_see() if self.person.is_active else self._all().none()

    def _would_see(self) -> QuerySet[Any]:
        return self.kind.guard.visible_to(Actor.for_person(self.person.pk))

    def _told(self) -> Q:
        """The condition on things of which `actor` may know whether the person sees them."""
        if self.is_own:
            return Q()
        told = _shown_there(self.actor, self.kind)
        if in_care(self.actor).filter(pk=self.person.pk).exists():
            reach = Reach.of(self.actor, OfficeKind.DATA_PROTECTION_OFFICER)
            told |= self.kind.known & reach.condition(self._path("territory__code"))
        return told

    def _once(self) -> Q:
        """The condition on all things that the person may have seen; which of them, `Pages` finds."""
        found = self._sat_there() | (
            Q() if self.person.is_active else Q(pk__in=self._would_see().values("pk"))
        )
        if self.kind.model is not InitiativeGroup:
            return found | self._let_in() | self._left_out()
        over = offices_over(OfficeKind.COORDINATOR).filter(person=self.person.pk)
        return found | Reach(tuple(office.territory.prefix for office in over)).condition("territory__code")

    def _sat_there(self) -> Q:
        """Of what was there only after they had left there may be much."""
        found, sat = NOBODY, sat_until(self.person.pk)
        if self.kind.model is InitiativeGroup:
            return Q(pk__in=list(sat))
        for group_id, until in sat.items():
            found |= Q(group=group_id, **({f"{self.kind.since}__lt": until} if self.kind.since else {}))
        return found

    def _let_in(self) -> Q:
        """The condition on things into which the person was let, or into that through which they are seen."""
        found = Q()
        for path, kind in self._ways_in().items():
            found |= _let_into(kind, self.person.pk, path)
        return found

    def _ways_in(self) -> dict[str, Container]:
        """Things themselves, and that through which they are seen, by the path to it."""
        paths = {"pk": self.kind}
        if self.kind.through:
            other: Any = self.kind.model._meta.get_field(self.kind.through).related_model
            paths[self.kind.through] = container_of(other)
        return paths

    def _left_out(self) -> Q:
        """The condition on what was for others once, in groups where the person sits or sat, and on what has
        left those.
        """
        tables = _tables_of(self.person.pk).values("group")
        found, elsewhere = Q(), Q()
        for path, kind in self._ways_in().items():
            found |= Q(**{f"{path}__in": changed_things(kind.kind)})
            elsewhere |= Q(**{f"{path}__in": left_by(kind.kind, tables)})
        return (found & Q(group__in=tables)) | elsewhere

    def _path(self, column: str) -> str:
        return column if self.kind.model is InitiativeGroup else f"group__{column}"


def is_restricted(kind: Container, obj: Model) -> bool:
    return kind.emergency is not None and kind.emergency(obj)


def shown_since(kind: Container, objs: Sequence[Model]) -> dict[UUID, datetime]:
    """Since when some things were there for all, as far as the log of events knows of it."""
    if kind.shown_by is None:
        return {}
    ids = [one.pk for one in objs]
    events = Event.objects.filter(kind.shown_by, subject_type=kind.kind, subject_id__in=ids)
    return dict(events.values_list("subject_id").annotate(Max("at")).order_by())


def was_there(kind: Container, obj: Model, source: Source, shown: datetime | None) -> bool:
    """Whether there was something to see before a source was over. Of a draft there was not yet, nor was a
    group for a coordinator before it was founded.
    """
    began = getattr(obj, kind.since) if kind.since else None
    if kind.since and began is None:
        return False
    if not is_restricted(kind, obj) and source.kind not in GIVEN:
        began = latest((began, shown))
    return began is None or source.until is None or source.until > began


def age(source: Source) -> tuple[str, UUID]:
    return str(source.until), source.record_id


@dataclass
class Pages:
    """Things that a person sees or saw, found page by page among those that they may have seen: what is none
    of them leaves no gap, so that nobody can count it. `shows` says it by the sources that last and are over.
    """

    sight: Sight
    candidates: QuerySet[Any]
    shows: Callable[[Sequence[Source], Sequence[Source]], bool]

    @property
    def model(self) -> type[Any]:
        return self.candidates.model

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> list[Any]:
        found: list[Any] = []
        while len(found) < size:
            piece = list(in_order(self.candidates, order, after)[:PIECE])
            self.sight.look_at(piece)
            found += [one for one in piece if self.shows(*self.sight.found[one.pk])]
            if len(piece) < PIECE:
                break
            after = [getattr(piece[-1], name) for name in names_of(order)]
        return found[:size]
