"""Presenters of the read state."""

from __future__ import annotations

from dialogue.common.number_ranges import Spans
from dialogue.reading import schemas
from dialogue.reading.read_state import ReadState


def show_reading(reading: ReadState) -> schemas.ReadingOut:
    return {
        "ranges": show_ranges(reading.ranges),
        "unread": reading.unread,
        "first_unread": reading.first_unread,
    }


def show_ranges(spans: Spans) -> list[tuple[int, int]]:
    return list(spans)
