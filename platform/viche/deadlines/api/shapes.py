"""API shapes of the calendar feed."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict


class CalendarFeedOut(TypedDict):
    """The reader's calendar feed. Both are null without a feed; `read_at` until it is first read."""

    made_at: datetime | None
    read_at: datetime | None


class NewCalendarFeedOut(CalendarFeedOut):
    """`path` contains the secret and is returned only once."""

    path: str
