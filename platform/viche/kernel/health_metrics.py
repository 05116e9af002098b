"""Health metrics for the system's operators. Each app measures its own.

An app registers them in its module `vitals.py`. They are shown by `/metrics` and the administrator's page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from viche.kernel.clock import now
from viche.kernel.models import OutboxEntry

Measure = Callable[[], float]


@dataclass(frozen=True, slots=True)
class HealthMetric:
    """A number whose unit is the last word of its name. At `worry` or more it needs attention."""

    name: str
    help: str
    measure: Measure
    worry: float | None


Reading = tuple[HealthMetric, float | None]

HEALTH_METRICS: dict[str, HealthMetric] = {}


def register_health_metric(
    name: str,
    help: str,  # noqa: A002
    *,
    worry: float | None = None,
) -> Callable[[Measure], Measure]:
    """Register a measuring function. It is called seldom, so it may run a query."""

    def decorate(measure: Measure) -> Measure:
        HEALTH_METRICS[name] = HealthMetric(name, help, measure, worry)
        return measure

    return decorate


def read_health_metrics() -> list[Reading]:
    """Return every health metric with its current value, by name; None for what cannot be measured."""
    return [(one, _measure(one)) for _name, one in sorted(HEALTH_METRICS.items())]


def compute_seconds_since(moment: datetime | None) -> float:
    """Return how many seconds ago a moment was; 0 for None or the future."""
    return 0.0 if moment is None else max(0.0, (now() - moment) / timedelta(seconds=1))


@register_health_metric("outbox_waiting_rows", "Effects of events that wait for a worker", worry=10_000)
def count_outbox_rows() -> float:
    return OutboxEntry.objects.count()


@register_health_metric("outbox_late_seconds", "How long the oldest effect that is due has waited", worry=60)
def measure_outbox_delay() -> float:
    due = OutboxEntry.objects.order_by("next_try_at").values_list("next_try_at", flat=True)
    return compute_seconds_since(due.first())


def _measure(one: HealthMetric) -> float | None:
    try:
        return float(one.measure())
    except (DatabaseError, RedisError, OSError):
        return None
