"""Grants: what every person may do in every container, made from the sources that people understand.

A *source* says that somebody has some codenames on a container for a term: a membership, a deputyship, a
share with a guest. This module turns sources into guardian rows: one row for each person, codename and
container, whose `valid_until` is the end of the unbroken time that the sources cover from now on. Nothing
else writes these rows.

Rooms register their containers here. Whoever changes a source calls `sync_grants` with the container, which
also looks at the containers that depend on it. What begins or ends later leaves a GrantDue row, and the
deadlines engine looks again then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Model, Prefetch, Q, QuerySet

from groups.models import Deputyship, Grant, GrantDue, GuestShare, InitiativeGroup, Membership, Role
from groups.terms import Term, earliest
from viche.kernel.access import access_changed
from viche.kernel.clock import now
from viche.kernel.events import unit
from viche.kernel.policy import Policy

Codenames = Collection[str]
Holding = tuple[UUID, str]  # person and codename
Place = tuple[type[Model], UUID]


@dataclass(frozen=True, slots=True)
class Source:
    """Why a person has `codenames` on a container, from `valid_from` until `valid_until` (None: open).

    `kind` is membership, deputyship, guest_share, audience or break_glass; `record_id` names the record.
    """

    person_id: UUID
    codenames: Codenames
    valid_until: datetime | None
    kind: str
    record_id: UUID
    valid_from: datetime | None = None

    @property
    def term(self) -> Term:
        return Term(self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class Container:
    """How the grants of one kind of object come about; see `container`. `grants` is a subclass of Grant."""

    model: type[Model]
    kind: str
    grants: type[Any]
    codenames: frozenset[str]
    sources: Callable[[Any], Iterable[Source]]
    depends_on: Mapping[type[Model], Callable[[Any], QuerySet[Any]]]
    shares: Mapping[str, Codenames]
    policy: Policy[Any] | None
    share_action: StrEnum | None
    limit: Callable[[Any], Codenames] | None

    @property
    def depth(self) -> int:
        """0 for a container that depends on no other; locks are taken in this order."""
        return max((container_of(parent).depth + 1 for parent in self.depends_on), default=0)


@dataclass(slots=True)
class Changes:
    """What a synchronisation changed. Rows whose time is over are cleared without anybody losing."""

    lost: dict[UUID, set[Place]] = field(default_factory=lambda: defaultdict(set))
    gained: dict[UUID, set[Place]] = field(default_factory=lambda: defaultdict(set))
    cleared: int = 0

    @property
    def people(self) -> list[UUID]:
        return sorted({*self.lost, *self.gained})

    def __bool__(self) -> bool:
        return bool(self.lost or self.gained)

    def add(self, other: Changes) -> None:
        self.cleared += other.cleared
        for mine, theirs in ((self.lost, other.lost), (self.gained, other.gained)):
            for person_id, places in theirs.items():
                mine[person_id] |= places


CONTAINERS: dict[type[Model], Container] = {}


def container(
    model: type[Model],
    *,
    kind: str,
    grants: type[Grant],
    codenames: Codenames,
    sources: Callable[[Any], Iterable[Source]],
    depends_on: Mapping[type[Model], Callable[[Any], QuerySet[Any]]] | None = None,
    shares: Mapping[str, Codenames] | None = None,
    policy: Policy[Any] | None = None,
    share_action: StrEnum | None = None,
    limit: Callable[[Any], Codenames] | None = None,
) -> None:
    """Register a container: an object on which people hold grants.

    `kind` names it in topics and shares. `codenames` is closed: a source with another one is a bug.
    `sources(obj)` gives every source but guest shares. `depends_on` says for a parent which of these objects
    read its members. `shares` says what each access of a guest share means; sharing needs `share_action` of
    `policy`. `limit(obj)` narrows everybody to some codenames, such as reading only where the work is over.
    """
    CONTAINERS[model] = Container(
        model=model,
        kind=kind,
        grants=grants,
        codenames=frozenset(codenames),
        sources=sources,
        depends_on=depends_on or {},
        shares=shares or {},
        policy=policy,
        share_action=share_action,
        limit=limit,
    )


def container_of(model: type[Model]) -> Container:
    """The registration of a model. Raises KeyError when it is no container."""
    return CONTAINERS[model]


def container_named(kind: str) -> Container | None:
    """The registration of a kind such as `thread`."""
    return next((one for one in CONTAINERS.values() if one.kind == kind), None)


# ---- sources ---------------------------------------------------------------------------------------------


def member_sources(
    group: InitiativeGroup,
    by_role: Mapping[Role, Codenames],
    *,
    organisation_ids: Collection[UUID] | None = None,
    person_ids: Collection[UUID] | None = None,
) -> list[Source]:
    """What the seats of a group give, present and future: to the holder of each mandate and to acting
    deputies.

    `by_role` says which codenames a role has; a role that is missing gives nothing. The seats can be narrowed
    to those of some organisations, the sources to some people.
    """
    at = now()
    going = Q(until=None) | Q(until__gt=at)
    seats = Membership.objects.filter(going, group=group, role__in=list(by_role)).select_related("mandate")
    if organisation_ids is not None:
        seats = seats.filter(mandate__organisation__in=organisation_ids)
    windows = Deputyship.objects.filter(ends_at__gt=at, ended_at=None)
    seats = seats.prefetch_related(Prefetch("mandate__deputyships", queryset=windows))
    found = [one for seat in seats for one in _seat_sources(seat, group.time_zone, by_role[Role(seat.role)])]
    return [one for one in found if _lasts(one, at) and (person_ids is None or one.person_id in person_ids)]


def _seat_sources(seat: Membership, zone: str, codenames: Codenames) -> Iterator[Source]:
    term = seat.term & seat.mandate.term(zone)
    yield Source(seat.mandate.person_id, codenames, term.end, "membership", seat.id, term.start)
    for window in seat.mandate.deputyships.all():
        absence = term & window.term
        yield Source(window.deputy_id, codenames, absence.end, "deputyship", window.id, absence.start)


def _share_sources(kind: Container, ids: Collection[UUID]) -> dict[UUID, list[Source]]:
    """What guests were given on some containers of a kind."""
    found: dict[UUID, list[Source]] = defaultdict(list)
    if kind.shares:
        shares = GuestShare.objects.filter(container_type=kind.kind, container_id__in=ids, ended_at=None)
        for share in shares.filter(until__gt=now()):
            codenames = kind.shares[share.access]
            source = Source(share.person_id, codenames, share.until, "guest_share", share.id, share.since)
            found[share.container_id].append(source)
    return found


def _lasts(source: Source, at: datetime) -> bool:
    return not source.term.is_empty and (source.valid_until is None or source.valid_until > at)


def sources_of(obj: Model) -> list[Source]:
    """Every present and future source of access to a container, shares included."""
    kind = container_of(type(obj))
    return _limited(kind, obj, [*kind.sources(obj), *_share_sources(kind, [obj.pk])[obj.pk]])


def _limited(kind: Container, obj: Any, sources: Iterable[Source]) -> list[Source]:
    allowed = kind.codenames if kind.limit is None else kind.codenames & frozenset(kind.limit(obj))
    at, kept = now(), []
    for source in sources:
        if not kind.codenames.issuperset(source.codenames):
            raise ValueError(f"{kind.kind} has no codenames {set(source.codenames) - kind.codenames}")
        if (codenames := allowed & frozenset(source.codenames)) and _lasts(source, at):
            kept.append(replace(source, codenames=codenames))
    return kept


# ---- what the rows should be -----------------------------------------------------------------------------


def covered_until(terms: Iterable[Term], at: datetime) -> tuple[bool, datetime | None]:
    """Whether `at` is covered, and the end of the unbroken time from then on (None: no end)."""
    ordered = sorted(
        (one for one in terms if not one.is_empty), key=lambda one: (one.start is not None, one.start)
    )
    reach, covered = at, False
    for term in ordered:
        if term.start is not None and term.start > reach:
            break
        if term.end is None:
            return True, None
        if term.end > reach:
            reach, covered = term.end, True
    return covered, reach


def wanted(sources: Iterable[Source], at: datetime) -> dict[Holding, datetime | None]:
    """The rows that the sources give at a moment, each with its `valid_until`."""
    terms: dict[Holding, list[Term]] = defaultdict(list)
    for source in sources:
        for codename in source.codenames:
            terms[source.person_id, codename].append(source.term)
    rows = {holding: covered_until(spans, at) for holding, spans in terms.items()}
    return {holding: until for holding, (covered, until) in rows.items() if covered}


def next_change(sources: Iterable[Source], at: datetime) -> datetime | None:
    """The next moment at which a source begins or ends."""
    bounds = (bound for source in sources for bound in (source.valid_from, source.valid_until))
    return earliest(bound for bound in bounds if bound is not None and bound > at)


# ---- writing the rows ------------------------------------------------------------------------------------


def sync_grants(*objs: Model, reason: str) -> Changes:
    """Make the grants of some containers, and of those that depend on them, what their sources say.

    Belongs at the end of a service. Locks the containers (parents first, each kind by id) for as long as the
    transaction lasts, so that two changes never write the same rows. `reason` is a short code for the open
    pages of those who lost or gained something.
    """
    changes = Changes()
    pending: dict[type[Model], set[UUID]] = defaultdict(set)
    for obj in objs:
        pending[type(obj)].add(obj.pk)
    for kind in sorted(CONTAINERS.values(), key=lambda one: (one.depth, one.kind)):
        for obj in _sync_kind(kind, pending.pop(kind.model, set()), changes):
            for child, ids in _dependants(obj):
                pending[child].update(ids)
    for person_id in changes.people:
        access_changed(person_id=person_id, reason=reason)
    return changes


def rebuild_grants(batch: int = 200) -> Changes:
    """Make every grant from its sources anew, a batch of containers at a time. It should change nothing."""
    total = Changes()
    for kind in sorted(CONTAINERS.values(), key=lambda one: (one.depth, one.kind)):
        ids = list(kind.model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), batch):
            with unit():
                changes = Changes()
                _sync_kind(kind, set(ids[start : start + batch]), changes)
                for person_id in changes.people:
                    access_changed(person_id=person_id, reason="grants_rebuilt")
            total.add(changes)
    return total


def _dependants(obj: Model) -> Iterator[tuple[type[Model], list[UUID]]]:
    for kind in CONTAINERS.values():
        if (children := kind.depends_on.get(type(obj))) is not None:
            yield kind.model, list(children(obj).values_list("pk", flat=True))


def _sync_kind(kind: Container, ids: Collection[UUID], changes: Changes) -> Sequence[Model]:
    """Synchronise some containers of one kind under their locks; returns them as they are now."""
    if not ids:
        return []
    # FOR UPDATE also waits for those who are adding a container that depends on one of these.
    manager = kind.model._default_manager
    objs = list(manager.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    writer = _Writer(kind, [obj.pk for obj in objs], changes)
    shares = _share_sources(kind, ids)
    for obj in objs:
        writer.compare(obj.pk, _limited(kind, obj, [*kind.sources(obj), *shares[obj.pk]]))
    writer.write()
    return objs


class _Writer:
    """Compares the rows of some containers with what they should be, and writes only the difference."""

    def __init__(self, kind: Container, ids: Sequence[UUID], changes: Changes) -> None:
        self.kind, self.changes, self.at = kind, changes, now()
        meta = kind.model._meta
        own = Permission.objects.filter(
            content_type__app_label=meta.app_label, content_type__model=meta.model_name
        )
        self.permissions = dict(own.filter(codename__in=kind.codenames).values_list("codename", "pk"))
        self.present: dict[UUID, dict[Holding, Any]] = defaultdict(dict)
        names = {pk: codename for codename, pk in self.permissions.items()}
        for row in kind.grants.objects.filter(content_object__in=ids):
            self.present[row.content_object_id][row.user_id, names.get(row.permission_id, "")] = row
        self.new: list[Grant] = []
        self.moved: list[Grant] = []
        self.gone: list[int] = []
        self.due: list[GrantDue] = []

    def compare(self, pk: UUID, sources: Sequence[Source]) -> None:
        rows, target = self.present[pk], wanted(sources, self.at)
        for holding in rows.keys() - target.keys():
            self._drop(pk, holding[0], rows[holding])
        for holding, until in target.items():
            self._keep(pk, holding, rows.get(holding), until)
        if (moment := next_change(sources, self.at)) is not None:
            self.due.append(GrantDue(container_type=self.kind.kind, container_id=pk, due_at=moment))

    def write(self) -> None:
        table = self.kind.grants.objects
        if self.gone:
            table.filter(pk__in=self.gone).delete()
        if self.moved:
            table.bulk_update(self.moved, ["valid_until"])
        if self.new:
            table.bulk_create(self.new)
        if self.due:
            GrantDue.objects.bulk_create(self.due, ignore_conflicts=True)

    def _drop(self, pk: UUID, person_id: UUID, row: Any) -> None:
        self.gone.append(row.pk)
        if row.valid_until is not None and row.valid_until <= self.at:
            self.changes.cleared += 1
        else:
            self.changes.lost[person_id].add((self.kind.model, pk))

    def _keep(self, pk: UUID, holding: Holding, row: Any, until: datetime | None) -> None:
        person_id, codename = holding
        if row is None:
            permission_id = self.permissions[codename]
            self.new.append(
                self.kind.grants(
                    user_id=person_id, permission_id=permission_id, content_object_id=pk, valid_until=until
                )
            )
            self.changes.gained[person_id].add((self.kind.model, pk))
        elif row.valid_until != until:
            shorter = until is not None and (row.valid_until is None or until < row.valid_until)
            side = self.changes.lost if shorter else self.changes.gained
            side[person_id].add((self.kind.model, pk))
            row.valid_until = until
            self.moved.append(row)
