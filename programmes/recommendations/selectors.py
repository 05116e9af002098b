"""Queries of recommendations, narrowed to what the reader may read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from groups.common.columns import GROUP, ORGANISATION
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.selectors import ME
from programmes.kit.transitions.models import TransitionTaken
from programmes.recommendations.access import KIND, ActorRecommendationAccess
from programmes.recommendations.models import Recommendation
from programmes.recommendations.policies import DossierRecommendationsPolicy, RecommendationPolicy
from programmes.recommendations.states import RecommendationAction, RecommendationsAction
from tasks.external_assignees.subjects import find_link_about
from tasks.models import ActionLink
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.keyset_lists import Listing, select_related_columns
from viche.kernel.models import Event
from viche.kernel.policy import load

DOSSIER = (
    "group",
    "kind",
    "number",
    "year",
    "title_uk",
    "title_en",
    "visibility",
    "known_at",
    "phase",
    "lead",
)
ORDERINGS = {"due": ("due_on", "id"), "newest": ("-id",)}
AGES = {"90": (0, 90), "180": (90, 180), "365": (180, 365), "more": (365, None)}
"""Bands of days since a recommendation was issued, each after the first number and up to the second."""


def join_relations(rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Return the recommendations with the relations that presenters need."""
    return select_related_columns(
        rows,
        group=GROUP,
        dossier=DOSSIER,
        addressee_organisation=ORGANISATION,
        outside_body=("name_uk", "name_en", "sector"),
        verified_for=ORGANISATION,
    )


def get_recommendation_for(
    actor: Actor, recommendation_id: UUID
) -> tuple[Recommendation, ActorRecommendationAccess]:
    """Return a recommendation, and the actor's access. Raises SignedOut, NotFound."""
    if actor.is_unidentified:
        raise SignedOut
    rows = join_relations(Recommendation.objects.filter(pk=recommendation_id))
    row = rows.select_related("dossier__group").first()
    access = ActorRecommendationAccess.of(actor)
    if row is None or not access.dossiers.can_read(row.dossier):
        raise NotFound
    return row, access


def get_readable_recommendation_for(actor: Actor, recommendation_id: UUID) -> Recommendation:
    """Return a recommendation. Raises SignedOut, NotFound."""
    return get_recommendation_for(actor, recommendation_id)[0]


def find_live_link(actor: Actor, recommendation_id: UUID) -> ActionLink | None:
    """Return the link by which the addressee answers. Raises SignedOut, Forbidden, NotFound."""
    row = load(RecommendationPolicy(), actor, recommendation_id, RecommendationAction.MAKE_LINK)
    return find_link_about(KIND, row.pk)


def get_dossier_for_recommendations(actor: Actor, dossier_id: UUID) -> Dossier:
    """Return a dossier whose recommendations the actor may read. Raises SignedOut, Forbidden, NotFound."""
    return load(DossierRecommendationsPolicy(), actor, dossier_id, RecommendationsAction.READ)


def list_recommendations_of(dossier: Dossier) -> QuerySet[Recommendation]:
    """Return all recommendations of a dossier: drafts, and those that were superseded, too."""
    return join_relations(Recommendation.objects.filter(dossier=dossier))


def list_history(row: Recommendation) -> QuerySet[Event]:
    """Return the events of a recommendation and of its evidence."""
    own = Q(subject_type=KIND, subject_id=row.pk)
    of_evidence = Q(
        subject_type="dossier",
        subject_id=row.dossier_id,
        kind__startswith="programmes.evidence_",
        data__subject_id=str(row.pk),
    )
    return Event.objects.filter(own | of_evidence).select_related("actor")


def list_last_steps(row: Recommendation) -> dict[str, TransitionTaken]:
    """Return by state the last step that led to it, with who took it."""
    taken = TransitionTaken.objects.filter(subject_kind=KIND, subject_id=row.pk)
    rows = taken.select_related("by", "through__organisation", "through__person").order_by("at", "id")
    return {one.after: one for one in rows}


def list_superseded_by(row: Recommendation) -> list[Recommendation]:
    """Return the one that supersedes this one, and those that it supersedes; all in its dossier."""
    related = Q(superseded_by=row.pk)
    if row.superseded_by_id is not None:
        related |= Q(pk=row.superseded_by_id)
    return list(Recommendation.objects.filter(related).order_by("id"))


def list_recommendations_unscoped(ids: Collection[UUID]) -> QuerySet[Recommendation]:
    """Return recommendations for frames and notices. Not narrowed to an actor."""
    return Recommendation.objects.filter(pk__in=ids).select_related("dossier__group", "group")


# ---- lists -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecommendationFilter:
    """Filters of the register; None means not filtered.

    `addressee_id` may be ME. `mine`: addressed to an organisation for which the reader speaks. `waiting`: for
    an answer or verification of the reader. `age` is a band of AGES.
    """

    group_id: UUID | None = None
    dossier_id: UUID | None = None
    addressee_id: UUID | str | None = None
    outside_body_id: UUID | None = None
    theme: str | None = None
    responses: Sequence[str] | None = None
    implementations: Sequence[str] | None = None
    target_group: str | None = None
    age: str | None = None
    mine: bool = False
    waiting: bool = False


def list_register(access: ActorRecommendationAccess, wanted: RecommendationFilter) -> Listing[Recommendation]:
    """Return the matching recommendations in force that the actor may read."""
    return Listing(_list_matching(access, wanted), access.reads_q(), join_relations)


def count_by_axes(
    access: ActorRecommendationAccess, wanted: RecommendationFilter
) -> list[tuple[str, str, int]]:
    """Return response, implementation and number of the matching recommendations in force."""
    rows = _list_matching(access, wanted).filter(access.reads_q()).values("response", "implementation")
    counted = rows.annotate(count=Count("pk")).order_by("response", "implementation")
    return list(counted.values_list("response", "implementation", "count"))


def _list_matching(
    access: ActorRecommendationAccess, wanted: RecommendationFilter
) -> QuerySet[Recommendation]:
    exact: dict[str, Any] = {
        "group": wanted.group_id,
        "dossier": wanted.dossier_id,
        "addressee_organisation": None if wanted.addressee_id == ME else wanted.addressee_id,
        "outside_body": wanted.outside_body_id,
        "theme": wanted.theme,
        "response__in": wanted.responses,
        "implementation__in": wanted.implementations,
        "target_groups__contains": wanted.target_group and [wanted.target_group],
    }
    given = {name: value for name, value in exact.items() if value is not None}
    return Recommendation.objects.issued().filter(*_list_conditions(access, wanted), **given)


def _list_conditions(access: ActorRecommendationAccess, wanted: RecommendationFilter) -> Iterator[Q]:
    if wanted.age is not None:
        least, most = AGES[wanted.age]
        at = now()
        yield Q(issued_at__lte=at - timedelta(days=least))
        if most is not None:
            yield Q(issued_at__gt=at - timedelta(days=most))
    if wanted.mine or wanted.addressee_id == ME:
        yield access.addressed_q()
    if wanted.waiting:
        yield access.waiting_q()
