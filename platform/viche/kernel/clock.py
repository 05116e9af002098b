"""The clock of the application. All code reads the time here, so that tests can replace it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _system_time() -> datetime:
    return datetime.now(tz=UTC)


_time_source: Callable[[], datetime] = _system_time


def now() -> datetime:
    """Return the current time as an aware datetime in UTC."""
    return _time_source()


def today(time_zone: str) -> date:
    """Return the current calendar date in `time_zone` (IANA name)."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def replace_clock(source: Callable[[], datetime]) -> Iterator[None]:
    """Take the time from `source` inside the block, in every thread of this process."""
    global _time_source
    before, _time_source = _time_source, source
    try:
        yield
    finally:
        _time_source = before
