"""How well the engine keeps its times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from viche.deadlines.registry import DEADLINES
from viche.kernel.clock import now
from viche.kernel.vitals import seconds_since, vital


def _due() -> Iterator[datetime]:
    """The moment of the earliest row of each kind that is due and has not fired."""
    for deadline in DEADLINES.values():
        waiting = deadline.model._default_manager.filter(fired_at=None, due_at__lte=now())
        first = waiting.order_by("due_at").values_list("due_at", flat=True).first()
        if first is not None:
            yield first


@vital("reminder_late_seconds", "How long the oldest reminder that is due has waited", worry=60)
def lateness() -> float:
    return seconds_since(min(_due(), default=None))
