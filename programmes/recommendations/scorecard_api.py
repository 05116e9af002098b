"""The scorecard of recommendations over HTTP, of what the reader may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from rest_framework import serializers

from groups.common import presenters as groups
from groups.common.schemas import OrganisationRef
from groups.models import Organisation
from programmes.kit.dossiers.access import SCOPE
from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.api import log_listed_recommendations
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.presenters import show_recommendations
from programmes.recommendations.schemas import RecommendationOut
from programmes.recommendations.scorecard import (
    Addressee,
    Cell,
    Figures,
    Mark,
    Rate,
    compute_figures,
    count_by,
    count_cells,
    group_figures,
    list_scored,
)
from programmes.recommendations.selectors import join_relations
from programmes.recommendations.states import Response
from tasks.models import OutsideBody
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    Show,
    StrictSerializer,
    StrictUuid,
    read_snapshot,
)

MAX_REJECTED = 200
LATEST = ("-responded_at", "id")

MarkName = Literal["verified", "implemented", "at_work", "not_started", "closed", "rejected", "unanswered"]


class RateOut(TypedDict):
    """How many of how many. `percent` is null when there are fewer than 10."""

    count: int
    of: int
    percent: int | None


class FiguresOut(TypedDict):
    """Rates of the recommendations that were issued. `implemented` counts what was verified, too.

    `accepted` counts what was accepted in part, too. Those without an answer count in each `of`.
    """

    issued: int
    answered: RateOut
    accepted: RateOut
    implemented: RateOut
    verified: RateOut


class AddresseeFigures(FiguresOut):
    addressee: OrganisationRef
    addressee_outside: bool


class ThemeFigures(FiguresOut):
    theme: Theme


class YearFigures(FiguresOut):
    year: int


class ResponseCount(TypedDict):
    response: Response
    count: int


class MarkCount(TypedDict):
    """How many came so far; each recommendation has exactly one mark."""

    mark: MarkName
    count: int


class ScorecardOut(TypedDict):
    """What became of the recommendations in force that the reader may read.

    `by_year` is of all years, also when one was asked for. `rejected` has the latest 200.
    """

    total: FiguresOut
    responses: list[ResponseCount]
    marks: list[MarkCount]
    by_addressee: list[AddresseeFigures]
    by_theme: list[ThemeFigures]
    by_year: list[YearFigures]
    rejected: list[RecommendationOut]


class ScorecardQuery(StrictSerializer):
    """A group, with the subgroups that it numbers; one dossier; the year of issue. By default all years."""

    group = StrictUuid()
    dossier = StrictUuid(required=False)
    year = serializers.IntegerField(required=False, min_value=2000, max_value=2999)


def log_rejected(actor: Actor, shown: Mapping[str, Any]) -> None:
    """Log that `actor` was shown the rejected recommendations."""
    log_listed_recommendations(actor, {"items": shown["rejected"]})


def show_scorecard(
    actor: Actor, group: UUID, dossier: UUID | None = None, year: int | None = None
) -> ScorecardOut:
    """Return the figures of the recommendations in force of a group that the actor may read."""
    with read_snapshot():
        access = ActorRecommendationAccess.of(actor)
        rows = list_scored(access, group, dossier)
        of_year = rows if year is None else rows.filter(year=year)
        every = count_cells(rows)
        cells = every if year is None else count_cells(of_year)
        by_year, by_theme = group_figures(every.by_year), group_figures(cells.by_theme)
        rejected = of_year.filter(response=Response.REJECTED).order_by(*LATEST).values("pk")[:MAX_REJECTED]
        latest = join_relations(Recommendation.objects.filter(pk__in=rejected)).order_by(*LATEST)
        return {
            "total": show_figures(compute_figures(cells.by_year)),
            "responses": _show_responses(count_by(cells.by_year, lambda one: one.response)),
            "marks": _show_marks(count_by(cells.by_year, lambda one: one.mark)),
            "by_addressee": _show_addressees(cells.by_addressee),
            "by_theme": [{"theme": cast("Theme", one), **show_figures(of)} for one, of in by_theme.items()],
            "by_year": [{"year": one, **show_figures(by_year[one])} for one in sorted(by_year, reverse=True)],
            "rejected": show_recommendations(access, list(latest)),
        }


def show_figures(figures: Figures) -> FiguresOut:
    return {
        "issued": figures.issued,
        "answered": _show_rate(figures.answered),
        "accepted": _show_rate(figures.accepted),
        "implemented": _show_rate(figures.implemented),
        "verified": _show_rate(figures.verified),
    }


def _show_rate(rate: Rate) -> RateOut:
    return {"count": rate.count, "of": rate.of, "percent": rate.percent}


def _show_responses(counted: Counter[Response]) -> list[ResponseCount]:
    return [{"response": one, "count": counted[one]} for one in Response]


def _show_marks(counted: Counter[Mark]) -> list[MarkCount]:
    return [{"mark": one.value, "count": counted[one]} for one in Mark]


def _show_addressees(cells: Iterable[Cell[Addressee]]) -> list[AddresseeFigures]:
    """Return the rates by addressee, in two queries."""
    figures = group_figures(cells)
    organisations = Organisation.objects.in_bulk({one for one, _body in figures} - {None})
    bodies = OutsideBody.objects.in_bulk({one for _organisation, one in figures} - {None})
    return [
        {
            "addressee": groups.show_organisation(organisations.get(one) or bodies[body]),
            "addressee_outside": body is not None,
            **show_figures(of),
        }
        for (one, body), of in figures.items()
    ]


class RecommendationScorecard(Endpoint):
    """What became of recommendations, in figures.

    GET: Return the figures of the recommendations in force of a group that the reader may read.
    """

    scopes = {"GET": (SCOPE,)}
    asks = ScorecardQuery
    records = log_rejected

    get = Show(SIGNED_IN, show_scorecard)
