"""What the API says about who speaks when."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.common.schemas import Voice


class FloorStepOut(TypedDict):
    """Who decided what about who speaks, and why in their words. `seconds` is the pace since then, where that
    was decided, `successor` who leads the thread since then. `actor` is null when the system did it.
    """

    id: UUID
    what: Literal["locked", "unlocked", "slowed", "handed_over"]
    why: str
    seconds: int | None
    successor: Voice | None
    at: datetime
    actor: Voice | None
