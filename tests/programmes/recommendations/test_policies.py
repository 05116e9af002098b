"""What the dossier, the group and the addressee let be done with recommendations, and by whom."""

from __future__ import annotations

import pytest

from groups.initiative_groups.services import suspend_group
from programmes.models import Dossier, Recommendation
from programmes.recommendations.policies import (
    DossierRecommendationsPolicy,
    RecommendationPolicy,
    is_allowed_in_state,
)
from programmes.recommendations.states import RecommendationAction as Action, RecommendationsAction
from tests.cast import SYSTEM, World
from tests.programmes.helpers import begin, fresh as fresh_dossier
from tests.programmes.public_control import helpers as control
from tests.programmes.recommendations.helpers import draft, fresh, issue, issued, issued_in

pytestmark = pytest.mark.django_db


def find_allowed(row: Recommendation) -> set[Action]:
    """Return what may be done with a recommendation, by whoever has the role for it."""
    return {one for one in Action if is_allowed_in_state(one, row)}


def close(row: Recommendation) -> Recommendation:
    Dossier.objects.filter(pk=row.dossier_id).update(phase="closed")
    return fresh(row)


def test_in_a_closed_dossier_of_recommendations_nothing_moves(world: World) -> None:
    row = issued_in(world, "accepted")
    assert Action.ADD_EVIDENCE in find_allowed(row)
    assert find_allowed(close(row)) == {Action.READ, Action.SET_THEME}


def test_what_a_closed_control_recommended_is_still_followed_up(world: World) -> None:
    dossier = control.begin(world)
    Dossier.objects.filter(pk=dossier.pk).update(visibility="group")
    row = issue(world, draft(world, "teacher", dossier=dossier), "teacher")
    working = find_allowed(row)
    assert Action.SUPERSEDE in working
    assert working - find_allowed(close(row)) == {Action.SUPERSEDE}


def test_action_items_need_an_active_group_that_reads_the_dossier(world: World) -> None:
    row = fresh(issued(world))
    assert Action.MAKE_ACTION in find_allowed(row)
    row.group.state = "proposed"
    assert Action.MAKE_ACTION not in find_allowed(row)
    row = fresh(row)
    row.dossier.visibility = "participants"
    assert Action.MAKE_ACTION not in find_allowed(row)


def test_the_team_of_a_control_drafts_and_who_leads_issues(world: World) -> None:
    dossier = control.begin(world)
    control.declare(world, control.name_monitor(world, dossier))
    row = draft(world, "councillor", dossier=dossier)
    policy, monitor = RecommendationPolicy(), world.actor("councillor")
    assert policy.can(monitor, Action.EDIT, row)
    assert not policy.can(monitor, Action.ISSUE, row)


def test_whoever_may_not_verify_is_told_that_another_organisation_does(world: World) -> None:
    row, policy, officer = issued_in(world, "implemented"), RecommendationPolicy(), world.actor("officer")
    for action in (Action.VERIFY, Action.RETURN):
        assert policy.refuse(officer, action, row).reason == "not_another"
    assert policy.refuse(officer, Action.SET_THEME, row).reason == "forbidden"


def test_the_facilitator_drafts_beside_who_leads_while_the_group_works(world: World) -> None:
    dossier = begin(world, by="teacher")

    def list_drafters() -> list[str]:
        policy, row = DossierRecommendationsPolicy(), fresh_dossier(dossier)
        names = ("teacher", "facilitator", "officer")
        return [one for one in names if policy.can(world.actor(one), RecommendationsAction.MAKE, row)]

    assert list_drafters() == ["teacher", "facilitator"]
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert list_drafters() == []
