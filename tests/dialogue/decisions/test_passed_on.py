"""A post passes on while a decision is open: its seat goes on answering through the successor."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.decisions.models import Capacity
from dialogue.decisions.services.votes import cast_vote
from dialogue.models import Decision, Voter
from groups.models import Membership
from tests.cast import World
from tests.dialogue.decisions.helpers import a_decision, cast_secretly, move, shown, vote, voter_of
from tests.dialogue.helpers import a_restricted_thread
from tests.groups.helpers import colleague
from tests.groups.mandates.test_api import coordinator, post_of
from tests.groups.mandates.test_succession import passed_on
from viche.accounts.models import User
from viche.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def heir_of(world: World, name: str = "officer") -> User:
    """Who holds the post from now on."""
    who = colleague(world, "police")
    assert passed_on(world, who, name)[0] == 201
    return who


def voter_in(world: World, row: Decision, voter: Voter, by: str = "observer") -> Any:
    return next(one for one in shown(world, row, by)["voters"] if one["id"] == str(voter.pk))


def test_an_open_answer_stays_and_the_successor_may_change_it(world: World) -> None:
    row = a_decision(world)
    vote(world, row, "officer", "consent")
    voter = voter_of(world, row, "officer")
    heritage = coordinator(world).get(post_of(world, "officer", "/succession"))["heritage"]
    assert {one["kind"]: one["count"] for one in heritage}["open_decisions"] == 1
    heir = heir_of(world)
    found = voter_in(world, row, voter)
    assert (found["lost_at"], found["vote"]["answer"]) == (None, "consent")
    assert found["seat"]["person"]["id"] == str(heir.pk)
    assert found["vote"]["cast_by"]["person"]["id"] == str(world.people["officer"].pk)
    cast_vote(actor=Actor.for_person(heir.pk), decision_id=row.pk, voter_id=voter.pk, answer="abstain")
    assert voter_in(world, row, voter)["vote"]["answer"] == "abstain"


def test_a_personal_answer_goes_with_who_gave_it(world: World) -> None:
    row = a_decision(world, capacity=Capacity.PERSONAL)
    vote(world, row, "officer", "consent")
    voter = voter_of(world, row, "officer")
    heir_of(world)
    found = voter_in(world, row, voter)
    assert (found["lost_at"], found["vote"], found["has_voted"]) == (None, None, False)


def test_a_secret_ballot_stays_cast(world: World) -> None:
    row = a_decision(world, method="majority", secret=True)
    cast_secretly(world, row, "officer", "for")
    voter = voter_of(world, row, "officer")
    heir_of(world)
    found = voter_in(world, row, voter)
    assert (found["lost_at"], found["has_voted"]) == (None, True)
    assert shown(world, row)["turnout"]["answered"] == 1


def test_where_the_predecessor_was_named_in_person_the_seat_is_lost(world: World) -> None:
    row = a_decision(world, a_restricted_thread(world, people=("officer", "teacher")))
    voter = voter_of(world, row, "officer")
    heir_of(world)
    voter.refresh_from_db()
    assert voter.lost_at is not None


def test_where_the_successor_was_named_in_person_the_seat_goes_on(world: World) -> None:
    row = a_decision(world, a_restricted_thread(world, people=("officer", "teacher")))
    voter = voter_of(world, row, "officer")
    assert passed_on(world, world.people["teacher"], "officer")[0] == 201
    voter.refresh_from_db()
    seat = voter_in(world, row, voter, "teacher")["seat"]
    assert (voter.lost_at, seat["person"]["id"]) == (None, str(world.people["teacher"].pk))


def test_a_counted_decision_keeps_its_roll(world: World) -> None:
    row = move(world, a_decision(world), "closed")
    voter = voter_of(world, row, "officer")
    heir = heir_of(world)
    voter.refresh_from_db()
    assert Membership.objects.filter(mandate__person=heir).exists()
    assert (voter.mandate, voter.lost_at) == (world.mandates["officer"], None)
