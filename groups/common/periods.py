"""Periods: from when until when something is valid, as calendar days and as the instants compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateField, Func, Q

# The zone in which a mandate's days are counted when no group with a zone of its own is involved.
COUNTRY_ZONE = "Europe/Kyiv"


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open period [start, end); None is open on that side."""

    start: datetime | None = None
    end: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return self.start is not None and self.end is not None and self.start >= self.end

    def includes(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)

    def __and__(self, other: Period) -> Period:
        """Return the intersection of both periods."""
        return Period(find_latest((self.start, other.start)), find_earliest((self.end, other.end)))


class LocalDay(Func):
    """The calendar day of an instant in a time zone, both SQL expressions."""

    template = "(%(expressions)s)::date"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()


def find_earliest(instants: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest of several ends; None means "never ends" and is ignored."""
    return min((one for one in instants if one is not None), default=None)


def find_latest(instants: Iterable[datetime | None]) -> datetime | None:
    """Return the latest of several starts; None means "always began" and is ignored."""
    return max((one for one in instants if one is not None), default=None)


def merge_periods(terms: Iterable[Period]) -> list[Period]:
    """Return the union of periods as disjoint periods in order."""
    found: list[Period] = []
    ordered = sorted(
        (one for one in terms if not one.is_empty), key=lambda one: (one.start is not None, one.start)
    )
    for term in ordered:
        last = found[-1] if found else None
        if last is None or (last.end is not None and term.start is not None and last.end < term.start):
            found.append(term)
        elif last.end is not None and (term.end is None or term.end > last.end):
            found[-1] = Period(last.start, term.end)
    return found


def subtract_periods(term: Period, gaps: Iterable[Period]) -> list[Period]:
    """Return what remains of a period after subtracting `gaps`, in order.

    Each gap has a start and an end.
    """
    left = [term]
    for gap in gaps:
        parts = [
            part for one in left for part in (one & Period(None, gap.start), one & Period(gap.end, None))
        ]
        left = [part for part in parts if not part.is_empty]
    return left


def get_day_start(day: date, zone: str) -> datetime:
    """Return the instant (UTC) at which `day` begins in `zone`, an IANA name."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def get_day_end(day: date, zone: str) -> datetime:
    """Return the instant (UTC) at which `day` is over in `zone`, also on days of a clock change."""
    return get_day_start(day + timedelta(days=1), zone)


def build_period(first: date | None, last: date | None, zone: str) -> Period:
    """Return the period from the start of `first` to the end of `last`, both included."""
    return Period(get_day_start(first, zone) if first else None, get_day_end(last, zone) if last else None)


def active_at_q(start: str, end: str, at: Any) -> Q:
    """Return the condition on rows whose instants `start` and `end` (null: open) include `at`."""
    return Q(**{f"{start}__lte": at}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": at}))


def not_ended_q(at: Any) -> Q:
    """Return the condition on memberships that have not ended at a moment, future ones included."""
    return Q(until=None) | Q(until__gt=at)


def find_ended_day(end: datetime, zone: str) -> date | None:
    """Return the day that ends at this moment, or None when it is not midnight in `zone`."""
    last = (end - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    return last if last != end.astimezone(ZoneInfo(zone)).date() else None
