"""What stands around decisions: frames, search, copies and erasure."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.decisions.services.erasure import erase_words_in_decisions
from dialogue.decisions.services.outcome import write_outcome
from dialogue.decisions.services.votes import record_phone_vote
from dialogue.models import Decision, Method, Vote
from tests.cast import SYSTEM, World
from tests.dialogue.decisions.helpers import (
    a_decision,
    cast_secretly,
    move,
    object_to,
    shown,
    vote,
    voter_of,
)
from tests.dialogue.helpers import (
    a_group_beside,
    a_restricted_thread,
    a_thread,
    api,
    restrict,
    standing_in,
    take,
)
from tests.dialogue.timeline.replica import frames
from tests.search.acts import found
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.kernel.events import get_head
from viche.privacy.registry import DATA_CATEGORIES, ErasureOrder, list_erasers

pytestmark = pytest.mark.django_db


def frames_since(topic: str, after: int) -> list[dict[str, Any]]:
    return [one["data"] for one in frames(topic, after) if one["data"] is not None]


def test_a_frame_of_an_open_answer_has_the_count_as_it_is_now(world: World) -> None:
    row = a_decision(world, a_thread(world))
    for topic in (f"thread:{row.thread_id}", f"group:{world.group.pk}"):
        before = get_head(topic)
        vote(world, row, "officer", "consent")
        (frame,) = frames_since(topic, before)
        assert (frame["change"], frame["turnout"]["answered"]) == ("vote_cast", 1)
        assert frame["tally"]["answers"] == [{"answer": "consent", "number": 1}]
        now_shown = shown(world, row)
        assert frame["version"] == now_shown["version"]
        assert frame["quorum"] == now_shown["quorum"]
        assert frame["voter"] in now_shown["voters"]
        assert frame["voter"]["vote"]["answer"] == "consent"


def test_a_frame_of_a_secret_ballot_tells_the_turnout_alone(world: World) -> None:
    row = a_decision(world, method=Method.MAJORITY, secret=True)
    topic = f"group:{world.group.pk}"
    before = get_head(topic)
    cast_secretly(world, row, "officer", "for")
    (frame,) = frames_since(topic, before)
    assert (frame["turnout"], frame["tally"]) == ({"answered": 1, "seated": 5}, None)
    assert (frame["voter"]["has_voted"], frame["voter"]["vote"]) == (True, None)


def test_the_group_hears_nothing_of_a_decision_that_only_some_read(world: World) -> None:
    topic = f"group:{world.group.pk}"
    before = get_head(topic)
    restricted = a_decision(world, a_restricted_thread(world, organisations=("police",)))
    vote(world, restricted, "officer", "consent")
    assert frames_since(topic, before) == []
    thread = a_thread(world)
    row = a_decision(world, thread)
    before = get_head(topic)
    vote(world, row, "officer", "consent")
    move(world, row, "closed")
    restrict(world, thread, organisations=("police",))
    assert [one for one in frames_since(topic, before) if "decision_id" in one] == []


def test_a_decision_is_found_by_question_and_outcome_by_its_readers(world: World) -> None:
    row = move(world, a_decision(world, title_uk="Чи ставимо огорожу?"), "closed")
    write_outcome(actor=world.actor("facilitator"), decision_id=row.pk, text_uk="Хвіртку зачиняє вартовий")
    for word in ("огорожа", "вартовий"):
        (hit,) = [one for one in found(world, "observer", word)["items"] if one["kind"] == "decision"]
        assert hit["url"] == f"/decisions/{row.pk}"
    secret = a_restricted_thread(world, organisations=("police",))
    a_decision(world, secret, title_uk="Чи міняємо шлагбаум?")
    assert found(world, "councillor", "шлагбаум")["items"] == []
    assert [one["kind"] for one in found(world, "officer", "шлагбаум")["items"]] == ["decision"]


def test_a_decision_is_found_where_its_thread_was_taken(world: World) -> None:
    thread = a_thread(world)
    move(world, a_decision(world, thread, title_uk="Чи ставимо огорожу?"), "closed")
    take(world, thread, a_group_beside(world, "facilitator", "outsider"))
    assert [one["kind"] for one in found(world, "outsider", "огорожа")["items"]] == ["decision"]
    assert found(world, "teacher", "огорожа")["items"] == []


def test_a_copy_of_ones_data_has_open_answers_and_no_secret_ones(world: World) -> None:
    row = object_to(world, a_decision(world), "officer")
    secret = a_decision(world, method=Method.MAJORITY, secret=True)
    cast_secretly(world, secret, "officer", "against")
    person_id = world.people["officer"].pk
    held = list(DATA_CATEGORIES["dialogue.votes"].read(person_id))
    assert [(one["decision"], one["harm"]) for one in held] == [(row.title_uk, "Сходи обмерзнуть")]


def test_erasure_takes_the_words_and_leaves_the_count(world: World) -> None:
    row = object_to(world, a_decision(world), "officer")
    order = ErasureOrder(
        person_id=world.people["officer"].pk, pseudonym={"uk": "Особа", "en": "Person"}, removes_messages=True
    )
    for erase in list_erasers():
        if erase.__module__ == "dialogue.decisions.privacy":
            erase(SYSTEM, order)
    kept = Vote.objects.get(voter__decision=row)
    assert (kept.answer, kept.harm, kept.condition) == ("object", "—", "—")
    assert Decision.objects.get(pk=row.pk).is_open


def record_by_phone(world: World, row: Decision, name: str, by: str = "secretary", **said: Any) -> None:
    """Record what somebody said by phone for the seat of the officer."""
    voter, said_by = voter_of(world, row, "officer"), world.people[name].pk
    actor = world.actor(by)
    record_phone_vote(actor=actor, decision_id=row.pk, voter_id=voter.pk, said_by=said_by, **said)


def test_an_answer_by_phone_is_told_to_all_who_speak_for_the_seat(world: World) -> None:
    standing_in(world, "officer")
    row = a_decision(world)
    vote(world, row, "officer", "consent")
    forget()
    record_by_phone(world, row, "deputy", answer="stand_aside")
    assert set(told(world)) == {"officer", "deputy"}
    notice = words(world, "officer")
    assert (row.title_uk in notice.title["uk"], "Stand aside" in notice.body["en"]) == (True, True)
    assert not notice.needs_answer
    forget()
    vote(world, row, "officer", "consent")
    assert told(world) == {}


def test_an_objection_by_phone_is_told_to_who_leads_too(world: World) -> None:
    row = a_decision(world)
    forget()
    said = {"harm": "Сходи обмерзнуть", "condition": "Якщо посиплють піском"}
    record_by_phone(world, row, "officer", answer="object", **said)
    assert told(world) == {"officer": "votes_in_decision", "facilitator": "leads_decision"}
    assert words(world, "facilitator").needs_answer
    forget()
    record_by_phone(world, row, "officer", by="facilitator", answer="object", **said)
    assert told(world) == {"officer": "votes_in_decision"}


def test_erasure_takes_what_a_person_said_by_phone_not_what_they_recorded(world: World) -> None:
    row = a_decision(world)
    record_by_phone(world, row, "officer", answer="abstain", reason="Лікую спину")
    erase_words_in_decisions(actor=SYSTEM, person_id=world.people["secretary"].pk)
    assert Vote.objects.get(voter__decision=row).reason == "Лікую спину"
    erase_words_in_decisions(actor=SYSTEM, person_id=world.people["officer"].pk)
    assert Vote.objects.get(voter__decision=row).reason == ""


def test_a_reader_is_told_why_they_see_a_decision(world: World) -> None:
    row = a_decision(world)
    answer = api(world, "observer").get(f"decisions/{row.pk}/access/mine")
    assert [one["kind"] for one in answer.json()["items"]] == ["group"]
