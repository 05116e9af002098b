"""Presenters of reading."""

from __future__ import annotations

from dialogue.common.number_ranges import Spans
from dialogue.reading import schemas
from dialogue.reading.read_state import Reading


def reading_out(reading: Reading) -> schemas.ReadingOut:
    return {
        "ranges": ranges(reading.ranges),
        "unread": reading.unread,
        "first_unread": reading.first_unread,
    }


def ranges(spans: Spans) -> list[tuple[int, int]]:
    return list(spans)
