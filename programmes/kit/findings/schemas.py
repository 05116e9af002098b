"""Schemas of findings."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.common.schemas import Voice
from viche.kernel.text import Text

BandName = Literal["low", "medium", "high", "critical"]
FindingActionName = Literal["edit", "rate", "remove"]


class RiskRatingOut(TypedDict):
    """Likelihood × impact, each from 1 to 5. `matrix` is the version of the matrix that gives the `band`."""

    likelihood: int
    impact: int
    score: int
    band: BandName
    matrix: str


class FindingOut(TypedDict):
    """A finding of a dossier; `number` counts from 1 within the dossier. `draft`: it has no evidence yet."""

    id: UUID
    number: int
    title: Text
    text: Text
    draft: bool
    evidence_count: int
    rating: RiskRatingOut | None
    may_be_published: bool
    recorded_by: Voice
    recorded_at: datetime
    version: int
    allowed: list[FindingActionName]
