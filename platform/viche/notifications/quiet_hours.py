"""Delivery hours of a person: quiet hours, working days, digest time.

Wall clocks jump and repeat an hour; moments do not. So quiet hours are spans between two moments: from the
first time that the clock shows their start to the first time after it that it shows their end.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays.constants import PUBLIC, WORKDAY
from holidays.countries.ukraine import Ukraine

EVERY_DAY = frozenset(range(1, 8))
DEFAULT_DIGEST_AT = time(8)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# Longer than any run of days off: a year with one working day a week that falls on holidays.
MAX_SEARCH_DAYS = 400


@dataclass(frozen=True, slots=True)
class DeliveryHours:
    """Delivery hours of one person. `quiet` is start and end on their clock; it may span midnight."""

    zone: ZoneInfo
    quiet: tuple[time, time] | None = None
    working_days: Collection[int] = EVERY_DAY
    holidays_off: bool = False
    digest_at: time = DEFAULT_DIGEST_AT

    def opens(self, at: datetime) -> datetime:
        """Return the first moment from `at` on at which mail may come."""
        moment = at
        while True:
            day = moment.astimezone(self.zone).date()
            if self._rests(day):
                moment = self._at(self._working_day(day + DAY), time())
            elif (end := self._quiet_until(moment, day)) is not None:
                moment = end
            else:
                return moment

    def digest(self, after: datetime, *, weekly: bool = False) -> datetime:
        """Return the next digest time after a moment: on a working day, or the first of a week."""
        day = self._working_day(after.astimezone(self.zone).date())
        while (moment := self._at(day, self.digest_at)) <= after or (weekly and not self._first_of_week(day)):
            day = self._working_day(day + DAY)
        return moment

    def _rests(self, day: date) -> bool:
        off = self.holidays_off and day in _holidays(day.year)
        return off or day.isoweekday() not in self.working_days

    def _working_day(self, day: date) -> date:
        """Return `day`, or the next working day."""
        return next((one for n in range(MAX_SEARCH_DAYS) if not self._rests(one := day + n * DAY)), day)

    def _first_of_week(self, day: date) -> bool:
        return all(self._rests(day - n * DAY) for n in range(1, day.isoweekday()))

    def _quiet_until(self, at: datetime, day: date) -> datetime | None:
        """Return the end of the quiet hours that contain `at`; None outside of them."""
        if self.quiet is None:
            return None
        start, end = self.quiet
        for first in (day - DAY, day):
            begins = self._at(first, start)
            ends = self._at(first if start < end else first + DAY, end)
            if begins <= at < ends:
                return ends
        return None

    def _at(self, day: date, wall: time) -> datetime:
        """Return the first moment of a day at which its clock shows `wall`, or has jumped over it."""
        shown = datetime.combine(day, wall)
        first, second = (shown.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        # Where the clock jumps over it, the order is reversed, and the jump lies between.
        return first if first <= second else self._jump(second, first, shown)

    def _jump(self, early: datetime, late: datetime, shown: datetime) -> datetime:
        """Return the first moment between two at which the clock is past `shown`."""
        while late - early > MINUTE:
            middle = early + (late - early) / 2
            past = middle.astimezone(self.zone).replace(tzinfo=None) >= shown
            early, late = (early, middle) if past else (middle, late)
        return late.replace(second=0, microsecond=0)


@cache
def _holidays(year: int) -> frozenset[date]:
    """Return Ukrainian public holidays, including those that are working days under martial law.

    People may still want their rest on them.
    """
    days = Ukraine(years=year, categories=(PUBLIC, WORKDAY))  # type: ignore[no-untyped-call]
    return frozenset(days)
