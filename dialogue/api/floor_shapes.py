"""What the API says about who speaks when."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.api.shapes import SectorName, Voice


class LockOut(TypedDict):
    """Those who lead the thread alone post in it: since when, and why in their words (may be empty)."""

    at: datetime
    why: str


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


class RoundTurnOut(TypedDict):
    """A sector has spoken, by the message of this number. It stays so when that was taken back or is hidden
    (`state`).
    """

    sector: SectorName
    number: int
    author: Voice
    posted_at: datetime
    state: Literal["said", "withdrawn", "hidden"]


class RoundOut(TypedDict):
    """Each of the `sectors`, in this order, is asked for one message until `ends_at`. `over_at` is null while
    it runs; `early`: somebody ended it before its time.
    """

    id: UUID
    question: str
    sectors: list[SectorName]
    started_at: datetime
    started_by: Voice | None
    ends_at: datetime
    over_at: datetime | None
    early: bool
    turns: list[RoundTurnOut]
