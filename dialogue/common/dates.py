"""Convert calendar days to moments in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

MAX_DATE = date(9000, 1, 1)
"""Later dates are treated as this one."""


def beginning_of(day: date, zone: str) -> datetime:
    """Return the beginning of a day in a time zone, in UTC.

    Also valid for a day on which midnight is skipped by a clock change.
    """
    return convert_to_utc(day, time(), zone)


def convert_to_utc(day: date, hour: time, zone: str) -> datetime:
    """Return the moment of a local day and time in a time zone, in UTC."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
