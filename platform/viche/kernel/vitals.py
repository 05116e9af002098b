"""The numbers by which a person who runs the system sees that it is well. Each room measures its own.

A room registers them in its module `vitals.py`. They are read by `/metrics` and by the administrator's page.
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
class Vital:
    """A number with its unit as the last word of its name. From `worry` on, somebody should look."""

    name: str
    help: str
    measure: Measure
    worry: float | None


Reading = tuple[Vital, float | None]

VITALS: dict[str, Vital] = {}


def vital(name: str, help: str, *, worry: float | None = None) -> Callable[[Measure], Measure]:  # noqa: A002
    """Register what the function measures. It is asked seldom, so it may cost a query."""

    def decorate(measure: Measure) -> Measure:
        VITALS[name] = Vital(name, help, measure, worry)
        return measure

    return decorate


def readings() -> list[Reading]:
    """Every vital with its value now, by name; None for what cannot be measured."""
    return [(one, _measured(one)) for _name, one in sorted(VITALS.items())]


def seconds_since(moment: datetime | None) -> float:
    """How long ago something was due; 0 when nothing is."""
    return 0.0 if moment is None else max(0.0, (now() - moment) / timedelta(seconds=1))


@vital("outbox_waiting_rows", "Effects of events that wait for a worker", worry=10_000)
def outbox_waiting() -> float:
    return OutboxEntry.objects.count()


@vital("outbox_late_seconds", "How long the oldest effect that is due has waited", worry=60)
def outbox_lateness() -> float:
    due = OutboxEntry.objects.order_by("next_try_at").values_list("next_try_at", flat=True)
    return seconds_since(due.first())


def _measured(one: Vital) -> float | None:
    try:
        return float(one.measure())
    except (DatabaseError, RedisError, OSError):
        return None
