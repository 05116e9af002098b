"""The guardian rows: what they should be, and the only place that writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model, prefetch_related_objects

from groups.common.hooks import AFTER_SEATS
from groups.common.periods import Term, earliest
from groups.grants.models import Grant, GrantDue
from groups.grants.registry import CONTAINERS, Container, Source
from groups.grants.sources import given_sources, limited, seats_read_once, sources_of
from groups.initiative_groups.models import InitiativeGroup
from viche.accounts.services.demands import settle_factors
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import unit

Holding = tuple[UUID, str]  # person and codename
Place = tuple[type[Model], UUID]
GRANTS = Actor.for_system("groups.grants")


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
    _settle_groups([obj for obj in objs if isinstance(obj, InitiativeGroup)], changes)
    for person_id in changes.people:
        access_changed(person_id=person_id, reason=reason)
    return changes


def _settle_groups(groups: Sequence[InitiativeGroup], changes: Changes) -> None:
    """Roles in a group may demand a second factor: of who lost or gained one, and of who will. What hangs on
    a seat ends with it.
    """
    if groups:
        seated = {source.person_id for group in groups for source in sources_of(group)}
        settle_factors(actor=GRANTS, person_ids=seated.union(changes.people))
    for group in groups:
        for settle in AFTER_SEATS:
            settle(actor=GRANTS, group_id=group.pk)


def hold(parent: Model) -> None:
    """Keep a container's sources as they are until the end of the transaction; others may hold it, too.

    Whoever makes an object whose grants hang on a parent (a restricted thread on its group) calls this
    before, while nothing below the parent is locked. Otherwise one whose seat ends at that moment could keep
    a grant: the end does not see the new object yet, nor the new object the end.
    """
    table = connection.ops.quote_name(parent._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [parent.pk])  # noqa: S608 - own table


def look_soon(group_ids: Iterable[UUID]) -> None:
    """Have the deadlines engine bring the grants of some groups up to date in a moment, without a lock."""
    kind, at = CONTAINERS[InitiativeGroup].kind, now()
    rows = [GrantDue(container_type=kind, container_id=pk, due_at=at) for pk in group_ids]
    GrantDue.objects.bulk_create(rows, ignore_conflicts=True)


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
    # Waits for those who `hold` one of these. No key is ever changed, so checks of foreign keys do not wait.
    manager = kind.model._default_manager
    objs = list(manager.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))
    prefetch_related_objects(objs, *kind.prefetch)
    writer = _Writer(kind, [obj.pk for obj in objs], changes)
    shares = given_sources(kind, ids)
    with seats_read_once():
        for obj in objs:
            writer.compare(obj.pk, limited(kind, obj, [*kind.sources(obj), *shares[obj.pk]]))
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
            codename = names.get(row.permission_id, str(row.permission_id))
            self.present[row.content_object_id][row.user_id, codename] = row
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
