"""Schemas of rounds."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.common.schemas import SectorName, Voice


class RoundTurnOut(TypedDict):
    """The message by which a sector took its turn; it stays a turn when withdrawn or hidden."""

    sector: SectorName
    number: int
    author: Voice
    posted_at: datetime
    state: Literal["said", "withdrawn", "hidden"]


class RoundOut(TypedDict):
    """A round: each of the `sectors`, in this order, is asked for one message until `ends_at`.

    `over_at` is null while it is active; `early`: a facilitator ended it before its time.
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
