"""Decisions by open answers: proposed, opened, answered, counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from dialogue.charters.models import Charter
from dialogue.models import DecisionState, Method
from groups.memberships.services import end_membership
from groups.models import InitiativeGroup
from tests.cast import SYSTEM, World
from tests.dialogue.decisions.helpers import (
    OPTIONS,
    TITLE,
    a_decision,
    a_draft,
    adopt,
    choose,
    move,
    object_to,
    ranked,
    shown,
    vote,
    voter_of,
)
from tests.dialogue.helpers import a_thread, api, if_match, pointers
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.errors import Conflict

pytestmark = pytest.mark.django_db


def test_a_decision_goes_from_the_draft_to_the_outcome(world: World) -> None:
    thread = a_thread(world)
    body = {"title": TITLE, "method": "consent", "closes_at": (now() + timedelta(days=2)).isoformat()}
    drafted = api(world, "teacher").post(f"threads/{thread.pk}/decisions", body)
    assert drafted.status_code == 201, drafted.content
    row = drafted.json()
    assert (row["state"], row["number"], row["quorum"], row["allowed"]) == ("draft", None, None, ["read"])
    url = f"decisions/{row['id']}"
    assert drafted.headers["Location"] == f"/api/v1/{url}"
    facilitator = api(world, "facilitator")
    opened = facilitator.post(f"{url}/transitions", {"to": "open"}, **{"If-Match": drafted.headers["ETag"]})
    assert opened.status_code == 200, opened.content
    row = opened.json()
    assert (row["state"], row["number"], row["turnout"]) == ("open", 1, {"answered": 0, "seated": 5})
    assert row["quorum"] == {"needed": 3, "answered": 0, "sectors": [], "is_met": False}
    for name in ("officer", "teacher", "councillor"):
        (mine,) = api(world, name).get(url).json()["mine"]
        answered = api(world, name).put(f"{url}/voters/{mine['id']}/vote", {"answer": "consent"})
        assert answered.status_code == 200, answered.content
    tally = answered.json()["tally"]
    assert (tally["passed"], tally["answers"]) == (True, [{"answer": "consent", "number": 3}])
    closed = facilitator.post(
        f"{url}/transitions", {"to": "closed"}, **{"If-Match": answered.headers["ETag"]}
    )
    assert (closed.json()["state"], closed.json()["quorum"]["is_met"]) == ("adopted", True)
    written = {
        "text": "Ставимо поручні до 1 грудня",
        "review_on": (now() + timedelta(days=90)).date().isoformat(),
    }
    outcome = facilitator.put(f"{url}/outcome", written, **{"If-Match": closed.headers["ETag"]})
    assert outcome.status_code == 200, outcome.content
    assert outcome.json()["outcome"]["text"]["uk"] == written["text"]
    assert [
        one["id"] for one in api(world, "observer").get(f"threads/{thread.pk}/decisions").json()["items"]
    ] == [row["id"]]


def test_an_objection_keeps_consent_from_passing_until_it_is_lifted(world: World) -> None:
    row = a_decision(world)
    for name in ("officer", "teacher"):
        vote(world, row, name, "consent")
    object_to(world, row, "councillor")
    assert shown(world, row)["tally"]["passed"] is False
    vote(world, row, "councillor", "stand_aside")
    assert shown(world, row)["tally"]["passed"] is True
    assert move(world, row, "closed").state == DecisionState.ADOPTED


def test_an_objection_names_harm_and_condition(world: World) -> None:
    row = a_decision(world)
    url = f"decisions/{row.pk}/voters/{voter_of(world, row, 'officer').pk}/vote"
    refused = api(world, "officer").put(url, {"answer": "object", "harm": "Слизько"})
    assert (refused.status_code, pointers(refused)) == (422, [("/condition", "blank")])
    refused = api(world, "officer").put(url, {"answer": "for"})
    assert pointers(refused) == [("/answer", "not_of_method")]


def test_nothing_is_taken_after_the_close_even_when_the_count_is_late(world: World) -> None:
    row = a_decision(world)
    vote(world, row, "officer", "consent")
    url = f"decisions/{row.pk}/voters/{voter_of(world, row, 'officer').pk}/vote"
    with time_machine.travel(row.closes_at, tick=False):
        late = api(world, "officer").put(url, {"answer": "abstain"})
        assert (late.status_code, late.json()["code"]) == (409, "closed")
        assert api(world, "officer").delete(url).json()["code"] == "closed"
        fire_due()
        fire_due()
    counted = api(world, "officer").put(url, {"answer": "abstain"})
    assert (counted.status_code, counted.json()["code"]) == (403, "closed")
    assert counted.json()["detail"] == late.json()["detail"]
    found = shown(world, row)
    assert (found["state"], found["tally"]["answers"]) == ("no_quorum", [{"answer": "consent", "number": 1}])


def test_a_seat_that_is_lost_after_the_close_keeps_its_answer_though_the_count_is_late(world: World) -> None:
    row = a_decision(world)
    for name in ("officer", "teacher", "councillor"):
        vote(world, row, name, "consent")
    assert row.closes_at is not None
    with time_machine.travel(row.closes_at + timedelta(hours=1), tick=False):
        seat = world.seats["officer"].pk
        end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Інша робота")
        fire_due()
    assert shown(world, row)["state"] == "adopted"


def test_a_majority_counts_by_its_threshold_and_base(world: World) -> None:
    row = a_decision(world, method=Method.MAJORITY, threshold="absolute", base="seated")
    for name in ("officer", "teacher"):
        vote(world, row, name, "for")
    vote(world, row, "councillor", "abstain")
    assert shown(world, row)["tally"]["needed"] == 3
    assert move(world, row, "closed").state == DecisionState.REJECTED


def test_ranked_choice_shows_every_round(world: World) -> None:
    row = a_decision(world, method=Method.RANKED, options=OPTIONS)
    for name, places in (("officer", (1, 3)), ("teacher", (2,)), ("councillor", (3, 1)), ("secretary", (1,))):
        choose(world, row, name, *places)
    found = shown(world, move(world, row, "closed"))
    first, *_others, last = found["tally"]["rounds"]
    assert [one["number"] for one in first["tallies"]] == [2, 1, 1]
    assert found["tally"]["winner"] == str(ranked(row, 1)[0])
    assert last["eliminated"] == []
    assert found["state"] == "adopted"


def test_a_charter_demands_sectors(world: World) -> None:
    Charter.objects.create(group=world.group, present_sectors=["police"], asked_sectors=["education"])
    row = a_decision(world)
    for name in ("facilitator", "secretary", "councillor"):
        vote(world, row, name, "consent")
    sectors = shown(world, row)["quorum"]["sectors"]
    assert [(one["sector"], one["demand"], one["state"]) for one in sectors] == [
        ("police", "present", "missing"),
        ("education", "asked", "missing"),
    ]
    assert move(world, row, "closed").state == DecisionState.NO_QUORUM


@pytest.mark.parametrize(
    ("demand", "silence", "state"),
    [
        ("asked_sectors", "absent", "adopted"),
        ("present_sectors", "absent", "no_quorum"),
        ("present_sectors", "consent", "adopted"),
    ],
)
def test_the_silence_of_an_asked_sector_counts_as_the_charter_says(
    world: World, demand: str, silence: str, state: str
) -> None:
    Charter.objects.create(group=world.group, **{demand: ["education"], "silence": silence})
    row = a_decision(world)
    for name in ("facilitator", "secretary", "officer"):
        vote(world, row, name, "consent")
    body = {"sector": "education", "until": (now() + timedelta(days=1)).date().isoformat()}
    asked = api(world, "facilitator").post(f"decisions/{row.pk}/asks", body)
    assert asked.status_code == 200, asked.content
    assert asked.json()["quorum"]["sectors"][0]["state"] == "asked"
    with time_machine.travel(row.closes_at, tick=False):
        fire_due()
    found = shown(world, row)
    assert (found["state"], found["quorum"]["sectors"][0]["state"]) == (state, "silent")


def test_who_has_no_seat_or_another_one_does_not_vote(world: World) -> None:
    row = a_decision(world)
    url = f"decisions/{row.pk}/voters/{voter_of(world, row, 'teacher').pk}/vote"
    assert api(world, "observer").put(url, {"answer": "consent"}).json()["code"] == "no_voter"
    assert api(world, "officer").put(url, {"answer": "consent"}).json()["code"] == "not_your_seat"
    assert api(world, "outsider").put(url, {"answer": "consent"}).status_code == 404


def test_an_organisation_has_one_vote_where_the_rule_says_so(world: World) -> None:
    row = a_decision(world, unit="organisation")
    assert shown(world, row)["turnout"]["seated"] == 4
    vote(world, row, "secretary", "consent")
    vote(world, row, "councillor", "abstain")  # of the same council
    assert shown(world, row)["tally"]["answers"] == [{"answer": "abstain", "number": 1}]


@pytest.mark.parametrize(("quorum", "needed"), [(1, 1), (3, 3), (5, 4)])
def test_of_organisations_the_same_part_makes_a_quorum_as_of_seats(
    world: World, quorum: int, needed: int
) -> None:
    """Four organisations hold five seats: were their answers counted against seats, five would never come."""
    InitiativeGroup.objects.filter(pk=world.group.pk).update(quorum=quorum)
    assert shown(world, a_decision(world))["quorum"]["needed"] == quorum
    assert shown(world, a_decision(world, unit="organisation"))["quorum"]["needed"] == needed


def test_parts_of_a_rule_must_fit(world: World) -> None:
    url = f"groups/{world.group.pk}/decisions"
    for facts, pointer in (
        ({"method": "ranked"}, "/options"),
        ({"method": "consent", "options": [{"label": "А"}, {"label": "Б"}]}, "/options"),
        ({"method": "majority", "options": [{"label": "Одне"}]}, "/options"),
        ({"method": "consent", "secret": True}, "/secret"),
        ({"method": "consensus", "on_paper": True}, "/on_paper"),
        ({"method": "majority", "on_paper": True, "secret": True}, "/secret"),
        ({"method": "majority", "unit": "organisation", "capacity": "personal"}, "/capacity"),
    ):
        refused = api(world, "teacher").post(url, {"title": TITLE, **facts})
        assert [one for one, _code in pointers(refused)] == [pointer]


def test_a_draft_is_edited_against_its_version_and_then_fixed(world: World) -> None:
    row = a_draft(world)
    edited = api(world, "facilitator").patch(
        f"decisions/{row.pk}",
        {"method": "ranked", "options": [{"label": "А"}, {"label": "Б"}]},
        **if_match(row),
    )
    assert [one["label"]["uk"] for one in edited.json()["options"]] == ["А", "Б"]
    stale = api(world, "facilitator").patch(f"decisions/{row.pk}", {"title": "Інше"}, **if_match(row))
    assert stale.status_code == 412
    move(world, row, "open")
    row.refresh_from_db()
    fixed = api(world, "facilitator").patch(f"decisions/{row.pk}", {"title": "Інше"}, **if_match(row))
    assert fixed.json()["code"] == "decision_state"


def test_it_opens_only_with_a_close_to_come(world: World) -> None:
    row = a_draft(world, closes_at=None)
    url = f"decisions/{row.pk}/transitions"
    for days, code in ((None, "required"), (-1, "too_soon"), (400, "too_far")):
        close = {} if days is None else {"closes_at": (now() + timedelta(days=days)).isoformat()}
        refused = api(world, "facilitator").post(url, {"to": "open", **close}, **if_match(row))
        assert pointers(refused) == [("/closes_at", code)]


def test_a_sector_is_asked_for_a_day_until_the_close(world: World) -> None:
    url = f"decisions/{a_decision(world).pk}/asks"
    for days, code in ((-2, "past"), (9, "too_late")):
        body = {"sector": "education", "until": (now() + timedelta(days=days)).date().isoformat()}
        assert pointers(api(world, "facilitator").post(url, body)) == [("/until", code)]


def test_a_choice_names_options_of_its_decision_each_once(world: World) -> None:
    row = a_decision(world, method=Method.RANKED, options=OPTIONS)
    plain = a_decision(world, method=Method.MAJORITY, options=OPTIONS)
    for one, answer, ranking, code in (
        (row, "choose", [], "too_few"),
        (row, "choose", ranked(row, 1, 1), "unknown"),
        (row, "choose", ranked(plain, 1), "unknown"),
        (row, "abstain", ranked(row, 1), "not_ranked"),
        (plain, "choose", ranked(plain, 1, 2), "too_many"),
    ):
        url = f"decisions/{one.pk}/voters/{voter_of(world, one, 'officer').pk}/vote"
        refused = api(world, "officer").put(url, {"answer": answer, "ranking": [str(pk) for pk in ranking]})
        assert pointers(refused) == [("/ranking", code)]


def test_withdrawing_needs_a_reason_and_is_final(world: World) -> None:
    row = a_decision(world)
    url = f"decisions/{row.pk}/transitions"
    assert pointers(api(world, "facilitator").post(url, {"to": "withdrawn"}, **if_match(row))) == [
        ("/reason", "blank")
    ]
    assert move(world, row, "withdrawn", reason="Уже вирішено").state == DecisionState.WITHDRAWN
    with pytest.raises(Exception, match="decision_state"):
        move(world, row, "open")


def test_an_adopted_decision_supersedes_the_one_that_it_names(world: World) -> None:
    first = adopt(world, a_decision(world))
    second = a_decision(world, supersedes_id=first.pk)
    assert shown(world, first)["state"] == "adopted"
    adopt(world, second)
    found = shown(world, first)
    assert (found["state"], found["superseded_by"]["id"]) == ("superseded", str(second.pk))


def test_the_list_of_the_group_finds_what_waits_for_the_reader(world: World) -> None:
    waits, done = a_decision(world), a_decision(world)
    vote(world, done, "officer", "consent")
    found = (
        api(world, "officer").get(f"groups/{world.group.pk}/decisions", waits_for_me="true").json()["items"]
    )
    assert [one["id"] for one in found] == [str(waits.pk)]
    by_state = api(world, "observer").get(f"groups/{world.group.pk}/decisions", state="draft").json()["items"]
    assert by_state == []


def test_lists_have_the_count_and_the_readers_own_voters_without_the_roll(world: World) -> None:
    thread = a_thread(world)
    row = a_decision(world, thread)
    vote(world, row, "teacher", "consent")
    whole = shown(world, row, "teacher")
    roll = {"voters", "asks", "paper", "supersedes", "superseded_by", "earlier_outcomes", "links"}
    for place in (f"threads/{thread.pk}", f"groups/{world.group.pk}"):
        (listed,) = api(world, "teacher").get(f"{place}/decisions").json()["items"]
        assert listed == {name: value for name, value in whole.items() if name not in roll}
    assert (len(listed["mine"]), listed["mine"][0]["vote"]["answer"]) == (1, "consent")
    assert [(one["sector"], one["mark"], one["number"]) for one in listed["seats"]] == [
        ("civil_society", "waiting", 1),
        ("education", "consent", 1),
        ("local_government", "waiting", 2),
        ("police", "waiting", 1),
    ]


def test_a_secret_decision_takes_no_open_answer(world: World) -> None:
    row = a_decision(world, method=Method.MAJORITY, secret=True)
    with pytest.raises(Conflict, match="secret"):
        vote(world, row, "officer", "for")
