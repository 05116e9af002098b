"""Days of a calendar as moments of a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LATEST = date(9000, 1, 1)
"""Any day after it is as far away."""


def beginning_of(day: date, zone: str) -> datetime:
    """Also of a day on which no clock shows midnight."""
    return at_clock(day, time(), zone)


def at_clock(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
