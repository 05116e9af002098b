"""Risk ratings: likelihood × impact by a matrix that has versions, so that an old rating keeps its band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import pgettext_lazy

SCALE = range(1, 6)
"""What likelihood and impact can be."""


class Band(StrEnum):
    """How serious a risk is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


BAND_LABELS = {
    Band.LOW: pgettext_lazy("risk", "Low"),
    Band.MEDIUM: pgettext_lazy("risk", "Medium"),
    Band.HIGH: pgettext_lazy("risk", "High"),
    Band.CRITICAL: pgettext_lazy("risk", "Critical"),
}


@dataclass(frozen=True, slots=True)
class RiskMatrix:
    """A matrix of risks: `ends` gives the highest score of each band."""

    version: str
    ends: Mapping[Band, int]

    def __post_init__(self) -> None:
        ends = [self.ends[one] for one in Band]
        if ends != sorted(set(ends)) or ends[-1] != SCALE[-1] ** 2:
            raise ValueError(f"The bands of the matrix {self.version!r} do not cover all scores in order.")

    def find_band(self, likelihood: int, impact: int) -> Band:
        """Return the band of a rating. Raises ValueError for a number that is not on the scale."""
        if likelihood not in SCALE or impact not in SCALE:
            raise ValueError(f"{likelihood} × {impact} is not on the scale.")
        return next(one for one in Band if likelihood * impact <= self.ends[one])


FIRST = RiskMatrix("5x5-1", {Band.LOW: 5, Band.MEDIUM: 10, Band.HIGH: 15, Band.CRITICAL: 25})
MATRICES = {one.version: one for one in (FIRST,)}
CURRENT = FIRST
"""The matrix of new ratings."""


@dataclass(frozen=True, slots=True)
class RiskRating:
    """A rating by one version of the matrix."""

    likelihood: int
    impact: int
    matrix: str

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def band(self) -> Band:
        return MATRICES[self.matrix].find_band(self.likelihood, self.impact)
