"""What the API says about one's calendar."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict


class CalendarFeedOut(TypedDict):
    """Both are null where there is no address; `read_at` also where no program has come yet."""

    made_at: datetime | None
    read_at: datetime | None


class NewCalendarFeedOut(CalendarFeedOut):
    """`path` holds the secret: it is in this answer and never again."""

    path: str
