"""Terms: from when until when something holds, in days as people say it and in instants as it is compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

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


def earliest(instants: Iterable[datetime | None]) -> datetime | None:
    """The first of several ends; None (never ends) gives way to any instant."""
    return min((one for one in instants if one is not None), default=None)


def latest(instants: Iterable[datetime | None]) -> datetime | None:
    """The last of several starts; None (began always) gives way to any instant."""
    return max((one for one in instants if one is not None), default=None)


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
