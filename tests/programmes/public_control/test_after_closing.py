"""A closed control does not reopen: what it recommended is followed up all the same."""

from __future__ import annotations

from typing import Any

import pytest

from programmes.models import Recommendation
from programmes.recommendations.policies import RecommendationPolicy
from programmes.recommendations.services.actions import make_action_of_recommendation
from tests.cast import World
from tests.dialogue.helpers import api
from tests.programmes.helpers import take
from tests.programmes.public_control.helpers import begin, bring, reply
from tests.programmes.recommendations.helpers import draft, fresh, issue, move, prove
from viche.kernel.clock import today

pytestmark = pytest.mark.django_db


def close_with(world: World, answer: str) -> Recommendation:
    """A recommendation that was answered, in a control that is closed by now."""
    dossier = bring(world, begin(world), "report_sent")
    row = issue(world, draft(world, "teacher", dossier=dossier), "teacher")
    move(world, row, answer)
    reply(world, dossier)
    take(world, dossier, "closed", "teacher")
    return fresh(row)


def test_what_was_accepted_is_implemented_and_verified(world: World) -> None:
    row = close_with(world, "accepted")
    prove(world, row)
    move(world, row, "implemented")
    duties = api(world, "facilitator").get("today").json()["duties"]
    assert [(one["kind"], one["id"]) for one in duties] == [("programmes.verify", str(row.pk))]
    move(world, row, "verified", "facilitator")
    assert fresh(row).implementation == "verified"


def test_what_was_rejected_is_answered_otherwise(world: World) -> None:
    row = close_with(world, "rejected")
    move(world, row, "accepted")
    move(world, row, "in_progress", "teacher", logged=True, reason="Сказали по телефону")
    assert (fresh(row).response, fresh(row).implementation) == ("accepted", "in_progress")


def test_an_action_item_follows_from_it(world: World) -> None:
    row = close_with(world, "accepted")
    made = make_action_of_recommendation(
        actor=world.actor("facilitator"), recommendation_id=row.pk, due_on=today(world.group.time_zone)
    )
    assert made.group_id == row.group_id


def test_it_is_not_issued_edited_or_replaced_any_more(world: World) -> None:
    row = close_with(world, "accepted")
    allowed: Any = RecommendationPolicy().allowed(world.actor("teacher"), row)
    assert {"edit", "discard", "issue", "supersede"}.isdisjoint(allowed)


def test_evidence_that_was_added_by_mistake_is_withdrawn(world: World) -> None:
    piece = prove(world, close_with(world, "accepted"))
    path = f"dossiers/{piece.dossier_id}/evidence/{piece.pk}"
    assert api(world, "officer").delete(path).status_code == 204
