"""The deadlines engine: claims due rows in batches and fires each once.

A batch is claimed with FOR UPDATE SKIP LOCKED, fired and marked in one transaction, or in one statement for
kinds that support it. Concurrent workers take different rows; a worker that is killed, or frozen until
PostgreSQL drops its connection, leaves its rows unchanged; if it wakes up later, it cannot fire them again,
since its transaction is gone. Ticks may be missed or doubled.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from uuid import UUID

from django.db.models import DateTimeField, F, QuerySet, UUIDField, Value

from viche.deadlines.registry import DEADLINES, Deadline
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import open_unit_of_work
from viche.kernel.keyset_lists import RowComparison
from viche.kernel.models import DueRow
from viche.kernel.row_claims import DuePosition, claim_due
from viche.kernel.sql import execute_prepared

logger = logging.getLogger(__name__)

BATCH = 1000
TIME_BUDGET = timedelta(seconds=20)
ACTOR = Actor.for_system("deadlines.tick")


def fire_due(*, batch: int = BATCH, budget: timedelta = TIME_BUDGET) -> int:
    """Fire all due rows of every kind, until none is left or `budget` is used up; return how many.

    A row that fails is left for the next tick; the others continue.
    """
    until = monotonic() + budget.total_seconds()
    return sum(_fire_kind(deadline, batch, until) for deadline in DEADLINES.values())


def is_anything_due() -> bool:
    """Return whether a row of any kind is due and has not fired, in one statement."""
    tables = [deadline.model._meta.db_table for deadline in DEADLINES.values()]
    waiting = "EXISTS (SELECT FROM {} WHERE fired_at IS NULL AND due_at <= %(now)s)"
    ((due,),) = execute_prepared(f"SELECT {' OR '.join(map(waiting.format, tables))}", {"now": now()})
    return bool(due)


def _fire_kind(deadline: Deadline, batch: int, until: float) -> int:
    taken = 0
    after: DuePosition | None = None
    try:
        while monotonic() < until:
            count = _fire_at_once(deadline, after, batch)
            if count is None:
                rows = _fire_batch(deadline, after, batch)
                count = len(rows)
                # Continue after the last row: a failing one is not retried in this round and blocks no
                # others.
                after = (rows[-1].due_at, rows[-1].pk) if rows else after
            taken += count
            if count < batch:
                break
    except Exception:
        # The batch was rolled back. The other kinds continue.
        logger.exception("deadlines_failed", extra={"kind": deadline.kind})
    return taken


def _fire_at_once(deadline: Deadline, after: DuePosition | None, batch: int) -> int | None:
    """Fire a batch in one statement; return how many rows it had, None when that is not possible."""
    if deadline.fire_at_once is None:
        return None
    try:
        return deadline.fire_at_once(ACTOR, claim_due(deadline.model, now(), batch, after))
    except Exception:
        # Firing them separately will isolate the failing row.
        logger.warning("deadlines_not_at_once", extra={"kind": deadline.kind}, exc_info=True)
        return None


def _fire_batch(deadline: Deadline, after: DuePosition | None, batch: int) -> list[DueRow]:
    with open_unit_of_work():
        waiting = list_due_rows(deadline.model, after).select_for_update(skip_locked=True, of=("self",))
        rows = list(waiting[:batch])
        fired = _fire(deadline, rows)
        deadline.model._default_manager.filter(pk__in=fired).update(fired_at=now())
    return rows


def list_due_rows(model: type[DueRow], after: DuePosition | None) -> QuerySet[DueRow]:
    """Return due rows that have not fired, in their order, after a position."""
    rows: QuerySet[DueRow] = model._default_manager.filter(fired_at=None, due_at__lte=now())
    if after is not None:
        # As one row comparison: the index scan starts here instead of before the rows fired just now.
        place = [Value(after[0], DateTimeField()), Value(after[1], UUIDField())]
        rows = rows.filter(RowComparison([F("due_at"), F("id")], place, ">"))
    return rows.order_by("due_at", "id")


def _fire(deadline: Deadline, rows: Sequence[DueRow]) -> list[UUID]:
    """Fire rows together; on failure, halve the batch until the failing row is isolated.

    Returns the keys of the fired rows.
    """
    if not rows:
        return []
    try:
        with open_unit_of_work():
            deadline.fire(ACTOR, list(rows))
    except Exception:
        if len(rows) == 1:
            logger.exception("deadline_failed", extra={"kind": deadline.kind, "row": str(rows[0].pk)})
            return []
        middle = len(rows) // 2
        return _fire(deadline, rows[:middle]) + _fire(deadline, rows[middle:])
    return [row.pk for row in rows]
