"""Date ranges that filter action items.

A figure and the list behind it use the same conditions, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from groups.common.periods import LocalDay
from tasks.items.states import OPEN_STATES, UNFINISHED_STATES
from viche.kernel.clock import now


def local_day_of(instant: F | Coalesce | Value) -> LocalDay:
    """Return the calendar day of an instant in the time zone of the item's group."""
    return LocalDay(instant, F("group__time_zone"))


def get_local_today() -> LocalDay:
    """Return the current day in the time zone of the item's group."""
    return local_day_of(Value(now(), DateTimeField()))


CREATED_DAY, VERIFIED_DAY, DONE_DAY = (
    local_day_of(F("created_at")),
    local_day_of(F("verified_at")),
    local_day_of(F("done_at")),
)
ENDED_DAY = local_day_of(Coalesce("verified_at", "state_since"))
"""When a closed item ended. Filing a verified item does not count: its verification does."""


def overdue_q(day: str = "due_on") -> Q:
    """Return the condition on unfinished items whose due day has passed.

    `day` is the column: `due_on`, or `original_due_on` for the original due day.
    """
    return Q(**{"state__in": UNFINISHED_STATES, f"{day}__lt": get_local_today()})


def within_days_q(day: LocalDay | F, first: date | None, last: date | None) -> Q:
    """Return the condition that `day` lies between two days, both included; None leaves a side open."""
    condition = Q()
    if first is not None:
        condition &= Q(GreaterThanOrEqual(day, Value(first, DateField())))
    if last is not None:
        condition &= Q(LessThanOrEqual(day, Value(last, DateField())))
    return condition


@dataclass(frozen=True, slots=True)
class DateFilter:
    """Ranges of the days on which items were created, verified, worked on, and first due.

    An item was worked on between the day of its creation and the day on which it ended, both included.
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
        yield within_days_q(CREATED_DAY, self.made_from, self.made_to)
        yield within_days_q(VERIFIED_DAY, self.verified_from, self.verified_to)
        yield within_days_q(CREATED_DAY, None, self.worked_to)
        if self.worked_from is not None:
            yield Q(state__in=OPEN_STATES) | within_days_q(ENDED_DAY, self.worked_from, None)
        yield within_days_q(F("original_due_on"), self.first_due_from, self.first_due_to)


NO_DATE_FILTER = DateFilter()
