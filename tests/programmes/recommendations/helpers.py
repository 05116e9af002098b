"""What the tests of recommendations do over and over."""

from __future__ import annotations

from typing import Any

from programmes.kit.evidence.services import Subject
from programmes.models import Dossier, DossierEvidence, Recommendation, Theme
from programmes.recommendations.services.draft import make_recommendation
from programmes.recommendations.services.issue import issue_recommendation
from programmes.recommendations.services.transition import move_recommendation
from tests.cast import World
from tests.programmes.helpers import begin, prove as prove_in

TITLE, TEXT = "Вечірній піший патруль", "Запровадити щоденний піший патруль з 20:00 до 23:00."


def draft(
    world: World, by: str = "facilitator", *, dossier: Dossier | None = None, to: str = "police", **facts: Any
) -> Recommendation:
    """A draft to the police in a dossier of the facilitator, unless said otherwise."""
    if "outside_body_id" not in facts:
        facts.setdefault("addressee_organisation_id", world.organisations[to].pk)
    fields: dict[str, Any] = {"title_uk": TITLE, "text_uk": TEXT, "theme": Theme.POLICING, **facts}
    within = dossier or begin(world)
    return make_recommendation(actor=world.actor(by), dossier_id=within.pk, **fields)


def issue(world: World, row: Recommendation, by: str = "facilitator") -> Recommendation:
    return issue_recommendation(
        actor=world.actor(by), recommendation_id=row.pk, expected_version=fresh(row).version
    )


def issued(world: World, **facts: Any) -> Recommendation:
    """A recommendation that was issued to the police."""
    return issue(world, draft(world, **facts))


def fresh(row: Recommendation) -> Recommendation:
    return Recommendation.objects.select_related("dossier__group").get(pk=row.pk)


def move(world: World, row: Recommendation, to: str, by: str = "officer", **facts: Any) -> Recommendation:
    """One step of a recommendation as it is now."""
    fields = {"expected_version": fresh(row).version, "reason": "Так вирішили", **facts}
    return move_recommendation(actor=world.actor(by), recommendation_id=row.pk, to=to, **fields)


def prove(world: World, row: Recommendation, by: str = "officer", **facts: Any) -> DossierEvidence:
    """Evidence of a recommendation."""
    return prove_in(world, row.dossier, by, subject=Subject("recommendation", row.pk), **facts)


# The steps that lead to a state of either axis, each with who takes it.
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "issued": (),
    "accepted": (("accepted", "officer"),),
    "rejected": (("rejected", "officer"),),
    "in_progress": (("accepted", "officer"), ("in_progress", "officer")),
    "partial": (("accepted", "officer"), ("partial", "officer")),
    "implemented": (("accepted", "officer"), ("implemented", "officer")),
    "closed": (("rejected", "officer"), ("closed_not_implemented", "facilitator")),
}
PATHS["verified"] = (*PATHS["implemented"], ("verified", "teacher"))


def issued_in(world: World, state: str, **facts: Any) -> Recommendation:
    """A recommendation that was brought to a state by its steps."""
    row = issued(world, **facts)
    prove(world, row)
    for to, by in PATHS[state]:
        row = move(world, row, to, by)
    return fresh(row)
