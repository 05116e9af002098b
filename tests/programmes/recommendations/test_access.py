"""Roles in recommendations, one at a time and as conditions of lists, and what waits on Today."""

from __future__ import annotations

import pytest
from django.test import Client

from groups.mandates.services import end_mandate
from programmes.models import Dossier, Recommendation
from programmes.recommendations.access import ActorRecommendationAccess, find_recommendation_of_link
from programmes.recommendations.policies import RecommendationPolicy
from programmes.recommendations.services.link import make_recommendation_link
from programmes.recommendations.states import RecommendationAction, RecommendationRole as Role
from tasks.models import ActionLink
from tests.cast import SYSTEM, World, a_mandate
from tests.dialogue.helpers import api
from tests.programmes.helpers import begin
from tests.programmes.recommendations.helpers import PATHS, draft, fresh, issue, issued_in, move, prove
from tests.tasks.external_assignees.test_external_assignees import a_body
from tests.tasks.helpers import in_days
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
SEATED = ("facilitator", "secretary", "officer", "teacher", "councillor", "observer")
ROLES = {
    "teacher": {Role.READER, Role.LEAD, Role.VERIFIER},
    "facilitator": {Role.READER, Role.LEAD, Role.RECORDER, Role.VERIFIER},
    "secretary": {Role.READER, Role.RECORDER, Role.VERIFIER},
    "officer": {Role.READER, Role.ADDRESSEE},
    "councillor": {Role.READER, Role.VERIFIER},
    "observer": {Role.READER},
    "outsider": set[Role](),
}


def a_linked_one(world: World) -> tuple[Recommendation, ActionLink, str]:
    """A recommendation of the teacher to a body without an account, with the facilitator's link to it."""
    body = a_body(world)
    row = issue(world, draft(world, "teacher", dossier=begin(world, "teacher"), outside_body_id=body.pk))
    return row, *make_recommendation_link(actor=world.actor("facilitator"), recommendation_id=row.pk)


def test_the_dossier_and_the_addressee_make_the_roles(world: World) -> None:
    row = issue(world, draft(world, "teacher", dossier=begin(world, "teacher")))
    found = {one: ActorRecommendationAccess.of(world.actor(one)).roles_for(fresh(row)) for one in ROLES}
    assert found == ROLES


def test_nobody_verifies_a_draft(world: World) -> None:
    access = ActorRecommendationAccess.of(world.actor("councillor"))
    assert access.roles_for(fresh(draft(world))) == {Role.READER}


def add_rows_that_exclude(world: World) -> None:
    """Add implemented recommendations, each with another reason why somebody does not verify it."""
    prove(world, issued_in(world, "implemented"), by="facilitator")
    logged = issue(world, draft(world, "teacher", dossier=begin(world, "teacher")))
    prove(world, logged, "teacher")
    for step in ("accepted", "implemented"):
        move(world, logged, step, by="facilitator", logged=True, reason="Сказали телефоном: так")
    linked, _link, secret = a_linked_one(world)
    body = {"version": fresh(linked).version, "step": "accepted"}
    assert Client().post(f"/a/{secret}", body).status_code == 303
    prove(world, linked, "teacher")
    move(world, linked, "implemented", "teacher", logged=True)
    mandate = a_mandate(world.people["teacher"], world.organisations["police"])
    end_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Перейшла до школи")
    issued_in(world, "implemented")


def test_a_list_of_what_waits_agrees_with_what_is_permitted(world: World) -> None:
    for state in PATHS:
        issued_in(world, state)
    add_rows_that_exclude(world)
    policy, verified_by = RecommendationPolicy(), dict[str, int]()
    for one in SEATED:
        access = ActorRecommendationAccess.of(world.actor(one))
        waiting = set(Recommendation.objects.filter(access.waiting_q()).values_list("pk", flat=True))
        every = list(policy.visible_to(world.actor(one)).filter(superseded_by=None))
        verify = policy.permitted(world.actor(one), RecommendationAction.VERIFY, every)
        accept = policy.permitted(world.actor(one), RecommendationAction.ACCEPT, every)
        answer = [row for row in accept if row.response == "pending"]
        assert waiting == {row.pk for row in (*verify, *answer)}, one
        verified_by[one] = len(verify)
    # Of five: the facilitator had a part in three, the officer's own police in all but the linked one, the
    # teacher added evidence to that and worked for the police when the others but the last were issued.
    assert verified_by == {
        "facilitator": 2,
        "secretary": 5,
        "officer": 1,
        "teacher": 1,
        "councillor": 5,
        "observer": 0,
    }


# ---- Today -------------------------------------------------------------------------------------------------


def list_duties(world: World, by: str) -> list[str]:
    found = api(world, by).get("today").json()["duties"]
    return [one["kind"] for one in found if one["kind"].startswith("programmes.")]


@pytest.mark.parametrize("answer", ["accepted", "partly"])
def test_what_was_agreed_to_waits_for_the_addressee_until_it_is_done_or_closed(
    world: World, answer: str
) -> None:
    row = issue(world, draft(world))
    prove(world, row)
    assert list_duties(world, "officer") == ["programmes.answer"]
    move(world, row, answer, agreed_on=in_days(2))
    assert (list_duties(world, "officer"), list_duties(world, "teacher")) == (["programmes.implement"], [])
    of_it = Dossier.objects.filter(pk=row.dossier_id)
    of_it.update(phase="closed")
    assert list_duties(world, "officer") == []
    of_it.update(phase=row.dossier.phase)
    move(world, row, "implemented")
    assert (list_duties(world, "officer"), list_duties(world, "teacher")) == ([], ["programmes.verify"])
    move(world, row, "verified", by="teacher")
    assert (list_duties(world, "officer"), list_duties(world, "teacher")) == ([], [])


# ---- links -------------------------------------------------------------------------------------------------


def test_a_link_opens_its_recommendation_and_an_unknown_one_nothing(world: World) -> None:
    row, link, _secret = a_linked_one(world)
    assert find_recommendation_of_link(link.pk) == row
    assert find_recommendation_of_link(uuid7()) is None
