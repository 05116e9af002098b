"""What became of recommendations, in figures that are computed from their states alone.

A rate says what it is a rate of. Those without an answer count in the denominator of each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.models import Recommendation
from programmes.recommendations.states import Implementation, Response

Key = TypeVar("Key", bound=Hashable)

MIN_FOR_PERCENT = 10
ACCEPTED = frozenset({Response.ACCEPTED, Response.PARTLY})
IMPLEMENTED = frozenset({Implementation.IMPLEMENTED, Implementation.VERIFIED})


FIELDS = ("response", "implementation", "theme", "year", "addressee_organisation", "outside_body")
COUNT = """
    SELECT response, implementation, theme, year, addressee_organisation, outside_body, count(*)
    FROM ({rows}) AS scored
    GROUP BY response, implementation, GROUPING SETS (theme, year, (addressee_organisation, outside_body))
"""


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
class Cell(Generic[Key]):
    """How many recommendations with this key have this answer and implementation."""

    response: Response
    implementation: Implementation
    key: Key
    count: int

    @property
    def mark(self) -> Mark:
        if self.implementation in IMPLEMENTED:
            return OF_IMPLEMENTATION[self.implementation]
        return OF_RESPONSE.get(self.response, OF_IMPLEMENTATION[self.implementation])


Addressee = tuple[UUID | None, UUID | None]
"""The ids of an organisation and of an outside body, one of which is None."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The same recommendations, counted by theme, by year and by addressee."""

    by_theme: list[Cell[str]] = field(default_factory=list)
    by_year: list[Cell[int]] = field(default_factory=list)
    by_addressee: list[Cell[Addressee]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figures:
    """The rates of some recommendations. `implemented` counts what was verified, too."""

    issued: int
    answered: Rate
    accepted: Rate
    implemented: Rate
    verified: Rate


def compute_figures(cells: Iterable[Cell[Any]]) -> Figures:
    """Return the rates of the recommendations in these cells."""
    counted = list(cells)
    issued = sum(one.count for one in counted)

    def rate(has: Callable[[Cell[Any]], bool]) -> Rate:
        return Rate(sum(one.count for one in counted if has(one)), issued)

    return Figures(
        issued,
        answered=rate(lambda one: one.response != Response.PENDING),
        accepted=rate(lambda one: one.response in ACCEPTED),
        implemented=rate(lambda one: one.implementation in IMPLEMENTED),
        verified=rate(lambda one: one.implementation == Implementation.VERIFIED),
    )


def group_figures(cells: Iterable[Cell[Key]]) -> dict[Key, Figures]:
    """Return the rates by key, those of most recommendations first."""
    found: dict[Key, list[Cell[Key]]] = defaultdict(list)
    for one in cells:
        found[one.key].append(one)
    figures = {name: compute_figures(those) for name, those in found.items()}
    return dict(sorted(figures.items(), key=lambda one: (-one[1].issued, str(one[0]))))


def count_by(cells: Iterable[Cell[Any]], key: Callable[[Cell[Any]], Key]) -> Counter[Key]:
    """Return how many recommendations there are by an answer or a mark."""
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


def count_cells(rows: QuerySet[Recommendation]) -> Cells:
    """Return the cells of issued recommendations, in one query.

    PostgreSQL counts along each dimension: of all combinations there are almost as many as recommendations.
    """
    compiler = rows.order_by().values_list(*FIELDS).query.get_compiler(rows.db, elide_empty=False)
    statement, values = compiler.as_sql()
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(rows=statement), values)
        counted = cursor.fetchall()
    cells = Cells()
    for response, implementation, theme, year, organisation_id, body_id, count in counted:
        axes = Response(response), Implementation(implementation)
        if theme is not None:
            cells.by_theme.append(Cell(*axes, theme, count))
        elif year is not None:
            cells.by_year.append(Cell(*axes, year, count))
        else:
            cells.by_addressee.append(Cell(*axes, (organisation_id, body_id), count))
    return cells
