"""The one clock of the house. Whoever asks for the time asks here, so that a test can move it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _system_time() -> datetime:
    return datetime.now(tz=UTC)


_source: Callable[[], datetime] = _system_time


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


def today(time_zone: str) -> date:
    """The calendar day that people in `time_zone` (IANA name) have now."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def moved_to(source: Callable[[], datetime]) -> Iterator[None]:
    """Take the time from `source` inside the block, in every thread of this process."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
