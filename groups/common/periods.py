"""Terms: from when until when something holds, in days as people say it and in instants as it is compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateField, Func, Q

# Where a mandate's days are counted when no group with a zone of its own is at hand.
COUNTRY_ZONE = "Europe/Kyiv"


@dataclass(frozen=True, slots=True)
class Term:
    """A half-open span of time [start, end); None is open on that side."""

    start: datetime | None = None
    end: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return self.start is not None and self.end is not None and self.start >= self.end

    def includes(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)

    def __and__(self, other: Term) -> Term:
        """The time that both include."""
        return Term(latest((self.start, other.start)), earliest((self.end, other.end)))


class LocalDay(Func):
    """The calendar day of an instant in a zone, both SQL expressions."""

    template = "(%(expressions)s)::date"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()


def earliest(instants: Iterable[datetime | None]) -> datetime | None:
    """The first of several ends; None (never ends) gives way to any instant."""
    return min((one for one in instants if one is not None), default=None)


def latest(instants: Iterable[datetime | None]) -> datetime | None:
    """The last of several starts; None (began always) gives way to any instant."""
    return max((one for one in instants if one is not None), default=None)


def joined(terms: Iterable[Term]) -> list[Term]:
    """The time that any of some terms includes, in order and without a break inside one."""
    found: list[Term] = []
    ordered = sorted(
        (one for one in terms if not one.is_empty), key=lambda one: (one.start is not None, one.start)
    )
    for term in ordered:
        last = found[-1] if found else None
        if last is None or (last.end is not None and term.start is not None and last.end < term.start):
            found.append(term)
        elif last.end is not None and (term.end is None or term.end > last.end):
            found[-1] = Term(last.start, term.end)
    return found


def without(term: Term, gaps: Iterable[Term]) -> list[Term]:
    """What is left of a term without some of its time, in order. Each gap has a start and an end."""
    left = [term]
    for gap in gaps:
        parts = [part for one in left for part in (one & Term(None, gap.start), one & Term(gap.end, None))]
        left = [part for part in parts if not part.is_empty]
    return left


def day_start(day: date, zone: str) -> datetime:
    """The instant (UTC) at which `day` begins in `zone`, an IANA name."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_end(day: date, zone: str) -> datetime:
    """The instant (UTC) at which `day` is over in `zone`, also on the day when the clocks change."""
    return day_start(day + timedelta(days=1), zone)


def days(first: date | None, last: date | None, zone: str) -> Term:
    """The term from the start of `first` to the end of `last`, both included."""
    return Term(day_start(first, zone) if first else None, day_end(last, zone) if last else None)


def lasting(start: str, end: str, at: Any) -> Q:
    """Rows whose instants `start` and `end` (null: open) include `at`."""
    return Q(**{f"{start}__lte": at}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": at}))


def open_seats(at: Any) -> Q:
    """Memberships that are not over at a moment, those that have not begun included."""
    return Q(until=None) | Q(until__gt=at)


def day_over(end: datetime, zone: str) -> date | None:
    """The day that is over at a moment; None for one that is no midnight in `zone`."""
    last = (end - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    return last if last != end.astimezone(ZoneInfo(zone)).date() else None
