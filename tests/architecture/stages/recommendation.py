"""How recommendations of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from programmes.models import Dossier, Recommendation
from programmes.recommendations.policies import DossierRecommendationsPolicy, RecommendationPolicy
from programmes.recommendations.services.issue import replace_recommendation
from tests.architecture.stages.stage import Stage
from tests.programmes.helpers import RESTRICTED, begin
from tests.programmes.recommendations.helpers import draft, fresh, issue, move, prove
from viche.kernel.policy import Policy

# The steps that lead to a state, each with who takes it.
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "pending": (),
    "superseded": (),
    "restricted": (),
    "accepted": (("accepted", "councillor"),),
    "rejected": (("rejected", "councillor"),),
    "in_progress": (("accepted", "councillor"), ("in_progress", "councillor")),
    "implemented": (("accepted", "councillor"), ("implemented", "councillor")),
    "closed": (("rejected", "councillor"), ("closed_not_implemented", "facilitator")),
}
PATHS["verified"] = (*PATHS["implemented"], ("verified", "teacher"))


def a_recommendation(stage: Stage, state: str) -> Recommendation:
    here = stage.here
    is_restricted = state == "restricted"
    dossier = begin(here, **(RESTRICTED if is_restricted else {}))
    row = draft(here, dossier=dossier, to="police" if is_restricted else "council")
    if state == "draft":
        return fresh(row)
    issue(here, row)
    prove(here, row, "officer" if is_restricted else "councillor")
    for to, role in PATHS[state]:
        move(here, row, to, role)
    if state == "superseded":
        replace_recommendation(
            actor=here.actor("facilitator"),
            recommendation_id=row.pk,
            expected_version=fresh(row).version,
            text_uk="Краще",
        )
    return fresh(row)


def a_dossier_of_recommendations(stage: Stage, state: str) -> Dossier:
    dossier = begin(stage.here, **(RESTRICTED if state == "restricted" else {}))
    if state == "closed":
        Dossier.objects.filter(pk=dossier.pk).update(state="closed", phase="closed")
    return Dossier.objects.select_related("group").get(pk=dossier.pk)


POLICIES: dict[str, Policy[Any]] = {
    "recommendation": RecommendationPolicy(),
    "dossier_recommendations": DossierRecommendationsPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "recommendation": a_recommendation,
    "dossier_recommendations": a_dossier_of_recommendations,
}
