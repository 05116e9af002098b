"""Spans of days by which action items are narrowed. A figure and the list behind it are made of the same
conditions, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from groups.common.periods import LocalDay
from tasks.items.states import OPEN, UNFINISHED
from viche.kernel.clock import now


def day_of(instant: F | Coalesce | Value) -> LocalDay:
    """The day of an instant by the clock of the item's group."""
    return LocalDay(instant, F("group__time_zone"))


def local_day() -> LocalDay:
    """Today, there."""
    return day_of(Value(now(), DateTimeField()))


MADE, VERIFIED, DONE = day_of(F("created_at")), day_of(F("verified_at")), day_of(F("done_at"))
ENDED = day_of(Coalesce("verified_at", "state_since"))
"""When there was nothing to do any more, for what is not open: filing what was verified is no end."""


def overdue(day: str = "due_on") -> Q:
    """The owner still has to do something, and the day (or the first one: `original_due_on`) is over."""
    return Q(**{"state__in": UNFINISHED, f"{day}__lt": local_day()})


def within(day: LocalDay | F, first: date | None, last: date | None) -> Q:
    """From the first day to the last, both included; None leaves a side open."""
    condition = Q()
    if first is not None:
        condition &= Q(GreaterThanOrEqual(day, Value(first, DateField())))
    if last is not None:
        condition &= Q(LessThanOrEqual(day, Value(last, DateField())))
    return condition


@dataclass(frozen=True, slots=True)
class Spans:
    """When items were made, verified or worked on, and when they were due at first.

    An item was worked on between the day on which it was made and the one on which it ended, both included.
    """

    made_from: date | None = None
    made_to: date | None = None
    verified_from: date | None = None
    verified_to: date | None = None
    worked_from: date | None = None
    worked_to: date | None = None
    first_due_from: date | None = None
    first_due_to: date | None = None

    def conditions(self) -> Iterator[Q]:
        yield within(MADE, self.made_from, self.made_to)
        yield within(VERIFIED, self.verified_from, self.verified_to)
        yield within(MADE, None, self.worked_to)
        if self.worked_from is not None:
            yield Q(state__in=OPEN) | within(ENDED, self.worked_from, None)
        yield within(F("original_due_on"), self.first_due_from, self.first_due_to)


AT_ANY_TIME = Spans()
