"""What became of recommendations, in figures that are computed from their states alone.

A rate says what it is a rate of. Those without an answer count in the denominator of each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.models import Recommendation
from programmes.recommendations.states import Implementation, Response

Key = TypeVar("Key", bound=Hashable)

MIN_FOR_PERCENT = 10
ACCEPTED = frozenset({Response.ACCEPTED, Response.PARTLY})
IMPLEMENTED = frozenset({Implementation.IMPLEMENTED, Implementation.VERIFIED})


class Mark(StrEnum):
    """How far a recommendation came. Each has exactly one: what is done counts before what was answered."""

    VERIFIED = "verified"
    IMPLEMENTED = "implemented"
    AT_WORK = "at_work"
    NOT_STARTED = "not_started"
    CLOSED = "closed"
    REJECTED = "rejected"
    UNANSWERED = "unanswered"


OF_IMPLEMENTATION = {
    Implementation.NOT_STARTED: Mark.NOT_STARTED,
    Implementation.IN_PROGRESS: Mark.AT_WORK,
    Implementation.PARTIAL: Mark.AT_WORK,
    Implementation.IMPLEMENTED: Mark.IMPLEMENTED,
    Implementation.VERIFIED: Mark.VERIFIED,
    Implementation.CLOSED_NOT_IMPLEMENTED: Mark.CLOSED,
}
OF_RESPONSE = {Response.REJECTED: Mark.REJECTED, Response.PENDING: Mark.UNANSWERED}


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many."""

    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """The rounded percentage; None for fewer than 10, of which one more would change everything."""
        return None if self.of < MIN_FOR_PERCENT else (200 * self.count + self.of) // (2 * self.of)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many recommendations have this answer, implementation, theme, year and addressee."""

    response: Response
    implementation: Implementation
    theme: str
    year: int
    organisation_id: UUID | None
    outside_body_id: UUID | None
    count: int

    @property
    def mark(self) -> Mark:
        if self.implementation in IMPLEMENTED:
            return OF_IMPLEMENTATION[self.implementation]
        return OF_RESPONSE.get(self.response, OF_IMPLEMENTATION[self.implementation])

    @property
    def addressee(self) -> tuple[UUID | None, UUID | None]:
        """The organisation or the outside body."""
        return self.organisation_id, self.outside_body_id


@dataclass(frozen=True, slots=True)
class Figures:
    """The rates of some recommendations. `implemented` counts what was verified, too."""

    issued: int
    answered: Rate
    accepted: Rate
    implemented: Rate
    verified: Rate


def compute_figures(cells: Iterable[Cell]) -> Figures:
    """Return the rates of the recommendations in these cells."""
    counted = list(cells)
    issued = sum(one.count for one in counted)

    def rate(has: Callable[[Cell], bool]) -> Rate:
        return Rate(sum(one.count for one in counted if has(one)), issued)

    return Figures(
        issued,
        answered=rate(lambda one: one.response != Response.PENDING),
        accepted=rate(lambda one: one.response in ACCEPTED),
        implemented=rate(lambda one: one.implementation in IMPLEMENTED),
        verified=rate(lambda one: one.implementation == Implementation.VERIFIED),
    )


def group_figures(cells: Iterable[Cell], key: Callable[[Cell], Key]) -> dict[Key, Figures]:
    """Return the rates by a key, those of most recommendations first."""
    found: dict[Key, list[Cell]] = defaultdict(list)
    for one in cells:
        found[key(one)].append(one)
    figures = {name: compute_figures(those) for name, those in found.items()}
    return dict(sorted(figures.items(), key=lambda one: (-one[1].issued, str(one[0]))))


def count_by(cells: Iterable[Cell], key: Callable[[Cell], Key]) -> Counter[Key]:
    """Return how many recommendations there are by a key."""
    counted: Counter[Key] = Counter()
    for one in cells:
        counted[key(one)] += one.count
    return counted


def list_scored(
    access: ActorRecommendationAccess, group_id: UUID, dossier_id: UUID | None
) -> QuerySet[Recommendation]:
    """Return what is in force in a group, and in its subgroups, as far as the actor may read it."""
    rows = Recommendation.objects.issued().filter(Q(register=group_id) | Q(group=group_id), access.reads_q())
    return rows if dossier_id is None else rows.filter(dossier=dossier_id)


def count_cells(rows: QuerySet[Recommendation]) -> Sequence[Cell]:
    """Return the cells of issued recommendations, in one query."""
    fields = ("response", "implementation", "theme", "year", "addressee_organisation", "outside_body")
    counted = rows.order_by().values_list(*fields).annotate(count=Count("pk"))
    return [Cell(Response(one[0]), Implementation(one[1]), *one[2:]) for one in counted]
