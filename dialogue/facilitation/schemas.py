"""Schemas of the facilitation log."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.common.schemas import Voice


class FloorStepOut(TypedDict):
    """One facilitation step: who did what, when and why.

    `seconds` is the new slow mode, `successor` the new facilitator, where the step changed them. `actor` is
    null when the system did it.
    """

    id: UUID
    what: Literal["locked", "unlocked", "slowed", "handed_over"]
    why: str
    seconds: int | None
    successor: Voice | None
    at: datetime
    actor: Voice | None
