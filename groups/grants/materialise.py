"""Materialise grants as guardian permission rows. Only this module writes these rows."""

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

from groups.common.hooks import SEAT_CHANGE_HOOKS
from groups.common.periods import Period, find_earliest
from groups.grants.models import Grant, GrantDue
from groups.grants.registry import CONTAINERS, Container, Source
from groups.grants.sources import (
    cache_seats,
    limit_sources,
    list_sources_of,
    list_temporary_sources,
    load_needed_spans,
)
from groups.initiative_groups.models import InitiativeGroup
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import open_unit_of_work

GrantKey = tuple[UUID, str]  # person and codename
ContainerKey = tuple[type[Model], UUID]
GRANTS = Actor.for_system("groups.grants")


@dataclass(slots=True)
class Changes:
    """The grants that a synchronisation added and removed, by person. Expired rows do not count as lost."""

    lost: dict[UUID, set[ContainerKey]] = field(default_factory=lambda: defaultdict(set))
    gained: dict[UUID, set[ContainerKey]] = field(default_factory=lambda: defaultdict(set))
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


def compute_coverage(terms: Iterable[Period], at: datetime) -> tuple[bool, datetime | None]:
    """Return whether the periods cover `at`, and the end of the uninterrupted time from `at` (None: open)."""
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


def compute_grants(sources: Iterable[Source], at: datetime) -> dict[GrantKey, datetime | None]:
    """Return the grants that sources give at a moment, by person and codename, with their `valid_until`."""
    terms: dict[GrantKey, list[Period]] = defaultdict(list)
    for source in sources:
        for codename in source.codenames:
            terms[source.person_id, codename].append(source.term)
    rows = {holding: compute_coverage(spans, at) for holding, spans in terms.items()}
    return {holding: until for holding, (covered, until) in rows.items() if covered}


def find_next_change(sources: Iterable[Source], at: datetime) -> datetime | None:
    """Return the next moment at which a source begins or ends, or None."""
    bounds = (bound for source in sources for bound in (source.valid_from, source.valid_until))
    return find_earliest(bound for bound in bounds if bound is not None and bound > at)


def sync_grants(*objs: Model, reason: str) -> Changes:
    """Synchronise the grants of containers, and of their dependants, with their sources.

    Call it at the end of a service. It locks the containers (parents first, each kind by id) until the end of
    the transaction, so that concurrent changes never write the same rows. `reason` is a short code, sent to
    the open pages of people who lost or gained access.
    """
    changes = Changes()
    pending: dict[type[Model], set[UUID]] = defaultdict(set)
    for obj in objs:
        pending[type(obj)].add(obj.pk)
    for kind in sorted(CONTAINERS.values(), key=lambda one: (one.depth, one.kind)):
        for obj in _sync_kind(kind, pending.pop(kind.model, set()), changes):
            for child, ids in _find_dependants(obj):
                pending[child].update(ids)
    _run_seat_change_hooks([obj for obj in objs if isinstance(obj, InitiativeGroup)], changes)
    for person_id in changes.people:
        record_access_change(person_id=person_id, reason=reason)
    return changes


def _run_seat_change_hooks(groups: Sequence[InitiativeGroup], changes: Changes) -> None:
    """Run the seat change hooks, and update which people must have a second factor.

    A role in a group may require a second factor. Updated are all present and future holders of seats, and
    the people whose grants changed.
    """
    if groups:
        seated = {source.person_id for group in groups for source in list_sources_of(group)}
        refresh_factor_due_dates(actor=GRANTS, person_ids=seated.union(changes.people))
    for group in groups:
        for settle in SEAT_CHANGE_HOOKS:
            settle(actor=GRANTS, group_id=group.pk)


def lock_for_share(parent: Model) -> None:
    """Lock a container FOR SHARE: its sources stay unchanged until the end of the transaction.

    Call it before creating an object whose grants depend on a parent (a restricted thread in its group), and
    before locking anything below the parent. Without the lock, a person whose seat ends in a concurrent
    transaction could keep a grant on the new object, because neither transaction sees the other's change.
    """
    table = connection.ops.quote_name(parent._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [parent.pk])  # noqa: S608 - own table


def schedule_grant_resync(group_ids: Iterable[UUID]) -> None:
    """Schedule a grant resync for these groups: the deadlines engine runs it shortly. Takes no lock."""
    kind, at = CONTAINERS[InitiativeGroup].kind, now()
    rows = [GrantDue(container_type=kind, container_id=pk, due_at=at) for pk in group_ids]
    GrantDue.objects.bulk_create(rows, ignore_conflicts=True)


def rebuild_grants(batch: int = 200) -> Changes:
    """Rebuild every grant from its sources, a batch of containers at a time.

    For repair and verification: normally it changes nothing.
    """
    total = Changes()
    for kind in sorted(CONTAINERS.values(), key=lambda one: (one.depth, one.kind)):
        ids = list(kind.model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), batch):
            with open_unit_of_work():
                changes = Changes()
                _sync_kind(kind, set(ids[start : start + batch]), changes)
                for person_id in changes.people:
                    record_access_change(person_id=person_id, reason="grants_rebuilt")
            total.add(changes)
    return total


def _find_dependants(obj: Model) -> Iterator[tuple[type[Model], list[UUID]]]:
    for kind in CONTAINERS.values():
        if (children := kind.depends_on.get(type(obj))) is not None:
            yield kind.model, list(children(obj).values_list("pk", flat=True))


def _sync_kind(kind: Container, ids: Collection[UUID], changes: Changes) -> Sequence[Model]:
    """Lock containers of one kind and synchronise their grants; return the locked rows."""
    if not ids:
        return []
    # This lock waits for transactions that hold `lock_for_share` on a container. It does not block foreign
    # key checks, because keys never change.
    manager = kind.model._default_manager
    objs = list(manager.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))
    prefetch_related_objects(objs, *kind.prefetch)
    writer = _Writer(kind, [obj.pk for obj in objs], changes)
    shares = list_temporary_sources(kind, ids)
    with cache_seats(load_needed_spans(kind, objs)):
        for obj in objs:
            writer.compare(obj.pk, limit_sources(kind, obj, [*kind.sources(obj), *shares[obj.pk]]))
    writer.write()
    return objs


class _Writer:
    """Compare grant rows of containers with what they should be; write only the difference."""

    def __init__(self, kind: Container, ids: Sequence[UUID], changes: Changes) -> None:
        self.kind, self.changes, self.at = kind, changes, now()
        meta = kind.model._meta
        own = Permission.objects.filter(
            content_type__app_label=meta.app_label, content_type__model=meta.model_name
        )
        self.permissions = dict(own.filter(codename__in=kind.codenames).values_list("codename", "pk"))
        self.present: dict[UUID, dict[GrantKey, Any]] = defaultdict(dict)
        names = {pk: codename for codename, pk in self.permissions.items()}
        for row in kind.grants.objects.filter(content_object__in=ids):
            codename = names.get(row.permission_id, str(row.permission_id))
            self.present[row.content_object_id][row.user_id, codename] = row
        self.new: list[Grant] = []
        self.moved: list[Grant] = []
        self.gone: list[int] = []
        self.due: list[GrantDue] = []

    def compare(self, pk: UUID, sources: Sequence[Source]) -> None:
        rows, target = self.present[pk], compute_grants(sources, self.at)
        for holding in rows.keys() - target.keys():
            self._drop(pk, holding[0], rows[holding])
        for holding, until in target.items():
            self._keep(pk, holding, rows.get(holding), until)
        if (moment := find_next_change(sources, self.at)) is not None:
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

    def _keep(self, pk: UUID, holding: GrantKey, row: Any, until: datetime | None) -> None:
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
