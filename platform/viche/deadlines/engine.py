"""The engine: claims what is due in batches and fires it, each row once.

A batch is claimed with FOR UPDATE SKIP LOCKED, fired and marked in one transaction, which is one statement
where the kind of deadline can be fired so. Several workers take
different rows; a worker that is killed, or frozen until PostgreSQL drops its connection, leaves its rows as
they were; one that wakes late cannot fire them a second time, since its transaction is gone. Ticks may be
missed or doubled.
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
from viche.kernel.claims import Place, claim_due
from viche.kernel.clock import now
from viche.kernel.events import unit
from viche.kernel.lists import RowBeyond
from viche.kernel.models import DueRow
from viche.kernel.sql import prepared

logger = logging.getLogger(__name__)

BATCH = 1000
BUDGET = timedelta(seconds=20)
ACTOR = Actor.for_system("deadlines.tick")


def fire_due(*, batch: int = BATCH, budget: timedelta = BUDGET) -> int:
    """Fire everything that is due, of every kind, until nothing is left or `budget` is used up.

    Returns how many rows were taken. A row that fails is left for the next tick; the rest goes on.
    """
    until = monotonic() + budget.total_seconds()
    return sum(_fire_kind(deadline, batch, until) for deadline in DEADLINES.values())


def is_anything_due() -> bool:
    """Return whether a row of any kind is due and was not fired, by one statement."""
    tables = [deadline.model._meta.db_table for deadline in DEADLINES.values()]
    waiting = "EXISTS (SELECT FROM {} WHERE fired_at IS NULL AND due_at <= %(now)s)"
    ((due,),) = prepared(f"SELECT {' OR '.join(map(waiting.format, tables))}", {"now": now()})
    return bool(due)


def _fire_kind(deadline: Deadline, batch: int, until: float) -> int:
    taken = 0
    after: Place | None = None
    try:
        while monotonic() < until:
            count = _fire_at_once(deadline, after, batch)
            if count is None:
                rows = _fire_batch(deadline, after, batch)
                count = len(rows)
                # On from the last row: one that fails is not taken again in this round and holds up nobody.
                after = (rows[-1].due_at, rows[-1].pk) if rows else after
            taken += count
            if count < batch:
                break
    except Exception:
        # The batch is as it was. The other kinds do not wait for this one.
        logger.exception("deadlines_failed", extra={"kind": deadline.kind})
    return taken


def _fire_at_once(deadline: Deadline, after: Place | None, batch: int) -> int | None:
    """Fire a batch in one statement; returns how many rows it had, None where that cannot be done."""
    if deadline.fire_at_once is None:
        return None
    try:
        return deadline.fire_at_once(ACTOR, claim_due(deadline.model, now(), batch, after))
    except Exception:
        # Row by row it will come out which one it was.
        logger.warning("deadlines_not_at_once", extra={"kind": deadline.kind}, exc_info=True)
        return None


def _fire_batch(deadline: Deadline, after: Place | None, batch: int) -> list[DueRow]:
    with unit():
        waiting = waiting_rows(deadline.model, after).select_for_update(skip_locked=True, of=("self",))
        rows = list(waiting[:batch])
        fired = _fire(deadline, rows)
        deadline.model._default_manager.filter(pk__in=fired).update(fired_at=now())
    return rows


def waiting_rows(model: type[DueRow], after: Place | None) -> QuerySet[DueRow]:
    """What is due and was not fired, in its order, beyond a place."""
    rows: QuerySet[DueRow] = model._default_manager.filter(fired_at=None, due_at__lte=now())
    if after is not None:
        # As one comparison of rows: the index is entered here, not before everything that was fired just now.
        place = [Value(after[0], DateTimeField()), Value(after[1], UUIDField())]
        rows = rows.filter(RowBeyond([F("due_at"), F("id")], place, ">"))
    return rows.order_by("due_at", "id")


def _fire(deadline: Deadline, rows: Sequence[DueRow]) -> list[UUID]:
    """Fire rows together; where that fails, in halves, until the one that fails stands alone.

    Returns the keys of those that were fired.
    """
    if not rows:
        return []
    try:
        with unit():
            deadline.fire(ACTOR, list(rows))
    except Exception:
        if len(rows) == 1:
            logger.exception("deadline_failed", extra={"kind": deadline.kind, "row": str(rows[0].pk)})
            return []
        middle = len(rows) // 2
        return _fire(deadline, rows[:middle]) + _fire(deadline, rows[middle:])
    return [row.pk for row in rows]
