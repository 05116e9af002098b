"""Health metrics of the deadlines engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from viche.deadlines.registry import DEADLINES
from viche.kernel.clock import now
from viche.kernel.health_metrics import compute_seconds_since, register_health_metric


def _earliest_due_times() -> Iterator[datetime]:
    """Yield the due time of the earliest unfired due row of each kind."""
    for deadline in DEADLINES.values():
        waiting = deadline.model._default_manager.filter(fired_at=None, due_at__lte=now())
        first = waiting.order_by("due_at").values_list("due_at", flat=True).first()
        if first is not None:
            yield first


@register_health_metric(
    "reminder_late_seconds", "How long the oldest reminder that is due has waited", worry=60
)
def measure_lateness() -> float:
    return compute_seconds_since(min(_earliest_due_times(), default=None))
