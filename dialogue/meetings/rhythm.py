"""The days of a series: counted by the calendar, so that summer time does not move the hour."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogue.common.dates import convert_to_utc
from dialogue.meetings.models import MeetingSeries, RhythmUnit

LAST, WEEK = 5, 7


def find_next_start(series: MeetingSeries, after: datetime, zone: str) -> datetime:
    """Return the first moment after another at which the rhythm has a meeting."""
    since = max(series.starts_on, after.astimezone(ZoneInfo(zone)).date())
    moments = (convert_to_utc(day, series.time, zone) for day in _iterate_days(series, since))
    return next(moment for moment in moments if moment > after)


def _iterate_days(series: MeetingSeries, since: date) -> Iterator[date]:
    """Yield the days of the rhythm from `since` on, without end."""
    days = _iterate_weeks(series) if series.unit == RhythmUnit.WEEK else _iterate_months(series)
    return (day for day in days if day >= since)


def _iterate_weeks(series: MeetingSeries) -> Iterator[date]:
    first = series.starts_on
    day = first + timedelta(days=(series.weekday - first.weekday()) % WEEK)
    while True:
        yield day
        day += timedelta(weeks=series.every)


def _iterate_months(series: MeetingSeries) -> Iterator[date]:
    nth, first = series.nth or 1, series.starts_on
    months = first.year * 12 + first.month - 1
    while True:
        day = _find_day(months // 12, months % 12 + 1, series.weekday, nth)
        if day >= first:
            yield day
        months += series.every


def _find_day(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth such weekday of a month, which is the last one for `LAST`."""
    start = date(year, month, 1)
    first = start + timedelta(days=(weekday - start.weekday()) % WEEK)
    if nth < LAST:
        return first + timedelta(weeks=nth - 1)
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % WEEK)
