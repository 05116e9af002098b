"""What the API says about who speaks when."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.api.shapes import Voice


class LockOut(TypedDict):
    """Those who lead the thread alone post in it: since when, and why in their words (may be empty)."""

    at: datetime
    why: str


class FloorStepOut(TypedDict):
    """Who decided what about who speaks, and why in their words. `seconds` is the pace since then, where that
    was decided. `actor` is null when the system did it.
    """

    id: UUID
    what: Literal["locked", "unlocked", "slowed"]
    why: str
    seconds: int | None
    at: datetime
    actor: Voice | None
