"""Who may speak when: a discussion that is paused, and one that is slowed down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.facilitation.services import lock_thread, set_slow_mode, unlock_thread
from dialogue.models import FloorStep, Message, Thread, ThreadState
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.posting.realtime import handle_post_commands, parse_post_command
from dialogue.posting.services import NewMessage, post_messages
from dialogue.privacy.erasure import anonymise_author
from dialogue.reactions.services import support_message
from dialogue.rounds.services import start_round
from dialogue.threads.events import group_topic, topic_of
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import (
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    at_once,
    if_match,
    pointers,
    say,
    step,
)
from viche.kernel.api.problems import problem_of
from viche.kernel.clock import now
from viche.kernel.errors import DomainError, Forbidden
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7
from viche.kernel.models import TopicEntry

pytestmark = pytest.mark.django_db


def lock(world: World, thread: Thread, reason: str = "", by: str = "facilitator") -> Thread:
    return lock_thread(actor=world.actor(by), thread_id=thread.pk, reason=reason)


def slow(world: World, thread: Thread, seconds: int = 300) -> Thread:
    return set_slow_mode(actor=world.actor("facilitator"), thread_id=thread.pk, seconds=seconds)


def refusal(world: World, name: str, thread: Thread, **facts: Any) -> DomainError:
    with pytest.raises(DomainError) as refused:
        say(world, name, thread, **facts)
    return refused.value


def together(world: World, thread: Thread, *names: str) -> list[str]:
    """Several messages in one batch: what became of each."""
    posts = [NewMessage(actor=world.actor(name), client_id=uuid7(), body="Так") for name in names]
    answers = post_messages(thread_id=thread.pk, posts=posts)
    return ["said" if isinstance(one, Message) else one.reason for one in answers]


# ---- paused ------------------------------------------------------------------------------------------------


def test_in_a_paused_thread_those_who_lead_alone_post(world: World) -> None:
    thread = a_thread(world, by="officer")
    message = say(world, "teacher", thread)
    shown = api(world, "officer").put(
        f"threads/{thread.pk}/lock", {"reason": "Сварка. Перерва до ранку"}, **if_match(thread)
    )
    assert shown.status_code == 200, shown.content
    assert shown.json()["lock"]["why"] == "Сварка. Перерва до ранку"
    assert "post" in shown.json()["allowed"]
    answer = api(world, "teacher").post(
        f"threads/{thread.pk}/messages", {"client_id": str(uuid7()), "body": "Ще одне"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "thread_locked")
    assert "Сварка. Перерва до ранку" in answer.json()["detail"]
    seen = api(world, "teacher").get(f"threads/{thread.pk}").json()
    assert not {"post", "keep_floor"} & set(seen["allowed"])
    assert {"read", "mark_read", "support", "report", "keep_draft", "follow"} <= set(seen["allowed"])
    for name in ("officer", "facilitator"):  # who leads the thread, and who leads the group
        say(world, name, thread)
    support_message(actor=world.actor("secretary"), message_id=message.pk)
    edited = edit_message(
        actor=world.actor("teacher"), message_id=message.pk, body="Точніше", expected_version=1
    )
    withdraw_message(actor=world.actor("teacher"), message_id=message.pk, expected_version=edited.version)
    unlock_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
    assert say(world, "teacher", thread).number == 4


def test_what_was_sent_before_is_found_in_a_paused_thread(world: World) -> None:
    thread, client_id = a_thread(world), uuid7()
    first = say(world, "teacher", thread, client_id=client_id)
    lock(world, thread)
    assert say(world, "teacher", thread, client_id=client_id).pk == first.pk


def test_only_who_leads_pauses_and_only_what_talks(world: World) -> None:
    thread = a_thread(world, by="officer")
    path = f"threads/{thread.pk}"
    for name, status in (("teacher", 403), ("secretary", 403), ("observer", 403), ("outsider", 404)):
        known = if_match(thread)
        assert api(world, name).put(f"{path}/lock", {}, **known).status_code == status
        assert api(world, name).delete(f"{path}/lock", **known).status_code == status
        assert api(world, name).put(f"{path}/pace", {"seconds": 60}, **known).status_code == status
    closed = a_thread_in(world, ThreadState.CLOSED)
    answer = api(world, "facilitator").put(f"threads/{closed.pk}/lock", {}, **if_match(closed))
    assert (answer.status_code, answer.json()["code"]) == (403, "thread_closed")
    assert not FloorStep.objects.exists()


def test_again_it_changes_nothing_but_the_reason(world: World) -> None:
    thread = a_thread(world)
    first = lock(world, thread, "Перерва")
    assert lock(world, thread, "Перерва").version == first.version
    reworded = lock(world, thread, "Перерва до ранку")
    assert (reworded.version, reworded.locked_at) == (first.version + 1, first.locked_at)
    unlock_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
    again = unlock_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
    assert (again.version, again.lock_reason) == (first.version + 2, "")


def test_a_reason_that_gives_somebody_away_is_meant(world: World) -> None:
    thread = a_thread(world)
    path, known = f"threads/{thread.pk}/lock", if_match(thread)
    words = {"reason": "Дзвоніть на 067 123 45 67"}
    lead = api(world, "facilitator")
    answer = lead.put(path, words, **known)
    assert (answer.status_code, pointers(answer)) == (422, [("/reason", "phone")])
    assert lead.put(path, {**words, "confirmed": ["phone"]}, **known).status_code == 200
    assert pointers(lead.put(path, {"reason": "а" * 1001}, **known)) == [("/reason", "max_length")]


def test_of_two_who_lead_the_slower_one_reads_again(world: World) -> None:
    thread = a_thread(world)
    lead, known = api(world, "facilitator"), if_match(thread)
    path = f"threads/{thread.pk}"
    assert lead.put(f"{path}/lock", {"reason": "Перерва"}).status_code == 428
    assert lead.put(f"{path}/lock", {"reason": "Перерва"}, **known).status_code == 200
    assert lead.put(f"{path}/lock", {"reason": "Перерва"}, **known).status_code == 200  # a lost answer
    assert lead.delete(f"{path}/lock", **known).status_code == 412
    assert lead.put(f"{path}/lock", {"reason": "Інша"}, **known).status_code == 412
    assert lead.put(f"{path}/pace", {"seconds": 60}, **known).status_code == 412
    thread.refresh_from_db()
    assert (thread.lock_reason, thread.slow_seconds) == ("Перерва", 0)
    assert lead.put(f"{path}/pace", {"seconds": 60}, **if_match(thread)).status_code == 200


def test_what_is_closed_and_opened_again_talks_freely(world: World) -> None:
    thread = slow(world, lock(world, a_thread(world), "Перерва"))
    closed = step(world, thread, ThreadState.CLOSED)
    assert (closed.locked_at, closed.lock_reason, closed.slow_seconds) == (None, "", 0)
    steps = api(world, "observer").get(f"threads/{thread.pk}/floor").json()["items"]
    assert [(one["what"], one["seconds"]) for one in steps[:2]] == [("slowed", 0), ("unlocked", None)]
    step(world, thread, ThreadState.OPEN)
    assert together(world, thread, "teacher", "teacher") == ["said", "said"]


def test_pages_hear_that_who_only_led_or_kept_the_floor_is_erased(world: World) -> None:
    paused, asked, closed, untouched = (a_thread(world, by="officer") for _nth in range(4))
    led = a_thread(world)
    lead = world.actor("facilitator")
    lock(world, paused)
    end = now() + timedelta(hours=1)
    start_round(actor=lead, thread_id=asked.pk, question="Що далі?", ends_at=end)
    step(world, closed, ThreadState.SUMMARISING)
    who = world.people["facilitator"].pk
    anonymise_author(actor=SYSTEM, person_id=who, pseudonym="№ 7", removes_messages=False)
    heard = [thread for thread in (paused, asked, closed, led, untouched) if _is_told(thread)]
    assert heard == [paused, asked, closed, led]


def test_what_was_decided_stands_for_all_who_read(world: World) -> None:
    thread = a_thread(world, by="officer")
    lock(world, thread, "Перерва", by="officer")
    unlock_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
    slow(world, thread, 60)
    with CaptureQueriesContext(connection) as few:
        answer = api(world, "observer").get(f"threads/{thread.pk}/floor")
    steps = answer.json()["items"]
    told = [(one["what"], one["why"], one["seconds"]) for one in steps]
    assert told == [("slowed", "", 60), ("unlocked", "", None), ("locked", "Перерва", None)]
    assert steps[2]["actor"]["person"]["id"] == str(world.people["officer"].pk)
    for _ in range(3):
        slow(world, thread, 0)
        slow(world, thread, 60)
    with CaptureQueriesContext(connection) as many:
        assert len(api(world, "observer").get(f"threads/{thread.pk}/floor").json()["items"]) == 9
    assert len(many) == len(few)
    assert api(world, "outsider").get(f"threads/{thread.pk}/floor").status_code == 404


# ---- slow --------------------------------------------------------------------------------------------------


def test_in_a_slow_thread_each_waits_between_two_messages(world: World) -> None:
    thread = slow(world, a_thread(world, by="officer"))
    start = now()
    with time_machine.travel(start, tick=False):
        assert together(world, thread, "teacher", "secretary") == ["said", "said"]
        path, said = f"threads/{thread.pk}/messages", {"client_id": str(uuid7()), "body": "Ще"}
        answer = api(world, "teacher").post(path, said)
        assert (answer.status_code, answer.json()["code"]) == (429, "slow_mode")
        assert (answer.headers["Retry-After"], answer.json()["retry_after"]) == ("300", 300)
        assert "через 5 хвилин" in answer.json()["detail"]
        for _ in range(2):  # those who lead are not bound
            assert together(world, thread, "officer", "facilitator") == ["said", "said"]
    with time_machine.travel(start + timedelta(seconds=299), tick=False):
        assert refusal(world, "teacher", thread).retry_after == 1
    with time_machine.travel(start + timedelta(seconds=300), tick=False):
        assert say(world, "teacher", thread, client_id=said["client_id"]).is_new


def test_the_next_message_of_a_batch_waits_too(world: World) -> None:
    thread = slow(world, a_thread(world))
    assert together(world, thread, "teacher", "officer", "teacher") == ["said", "said", "slow_mode"]
    assert together(world, thread, "officer", "councillor") == ["slow_mode", "said"]
    assert list(Message.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_what_is_found_or_refused_otherwise_uses_nothing_up(world: World) -> None:
    thread, client_id = slow(world, a_thread(world)), uuid7()
    first = say(world, "teacher", thread, client_id=client_id)
    assert say(world, "teacher", thread, client_id=client_id).pk == first.pk
    assert refusal(world, "officer", thread, body=" ").reason == "invalid"
    assert say(world, "officer", thread, reply_to=first.pk).number == 2


def test_who_may_speak_again_is_told(world: World) -> None:
    thread = slow(world, a_thread(world))
    assert api(world, "teacher").get(f"threads/{thread.pk}").json()["spoke_at"] is None
    message = say(world, "teacher", thread)
    shown = api(world, "teacher").get(f"threads/{thread.pk}").json()
    assert (shown["slow_seconds"], shown["spoke_at"]) == (
        300,
        message.posted_at.isoformat().replace("+00:00", "Z"),
    )
    assert api(world, "officer").get(f"threads/{thread.pk}").json()["spoke_at"] is None


def test_a_pace_is_one_of_few(world: World) -> None:
    thread = a_thread(world)
    path, known = f"threads/{thread.pk}/pace", if_match(thread)
    lead = api(world, "facilitator")
    assert pointers(lead.put(path, {"seconds": 45}, **known)) == [("/seconds", "invalid_choice")]
    for _ in range(2):
        assert lead.put(path, {"seconds": 3600}, **known).json()["slow_seconds"] == 3600
    assert FloorStep.objects.count() == 1


def test_a_socket_is_told_how_long_to_wait(world: World) -> None:
    thread = slow(world, a_thread(world))
    say(world, "teacher", thread)
    fields = parse_post_command({"thread_id": str(thread.pk), "client_id": str(uuid7()), "body": "Ще"})
    (refused,) = handle_post_commands([(world.actor("teacher"), fields)])
    assert isinstance(refused, DomainError)
    problem = problem_of(refused)
    assert (problem["code"], problem["status"], problem["retry_after"]) == ("slow_mode", 429, 300)


# ---- at once -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
class TestAtOnce:
    def test_of_two_pages_of_one_person_one_speaks(self, world: World) -> None:
        thread = slow(world, a_thread(world))
        answers = at_once(*[lambda: say(world, "teacher", thread)] * 6)
        assert sum(isinstance(one, Message) for one in answers) == Message.objects.count() == 1
        assert {one.reason for one in answers if isinstance(one, DomainError)} == {"slow_mode"}

    def test_the_same_message_at_once_is_found_and_not_told_to_wait(self, world: World) -> None:
        thread, client_id = slow(world, a_thread(world)), uuid7()
        answers = at_once(*[lambda: say(world, "teacher", thread, client_id=client_id)] * 6)
        assert {one.number for one in answers} == {1}

    def test_many_people_speak_in_a_slow_thread(self, world: World) -> None:
        thread = slow(world, a_thread(world))
        people = ("facilitator", "secretary", "officer", "teacher", "councillor")
        answers = at_once(*[lambda name=name: say(world, name, thread) for name in people])
        assert sorted(one.number for one in answers) == [1, 2, 3, 4, 5]

    def test_nothing_is_said_after_the_pause(self, world: World) -> None:
        thread = a_thread(world)

        def talk(name: str) -> list[Any]:
            answers: list[Any] = []
            for _ in range(10):
                try:
                    answers.append(say(world, name, thread).posted_at)
                except Forbidden as error:
                    answers.append(error.reason)
            return answers

        *said, _locked = at_once(
            *[lambda name=name: talk(name) for name in ("officer", "teacher", "councillor")],
            lambda: lock(world, thread),
        )
        refused = [one for some in said for one in some if isinstance(one, str)]
        assert set(refused) <= {"thread_locked"}
        assert Message.objects.count() == 30 - len(refused)
        kinds = [event.data.get("change") for event in _events(thread)]
        assert kinds[-1] == "locked"


def _is_told(thread: Thread) -> bool:
    return any(event.kind == "dialogue.author_erased" for event in _events(thread))


def _events(thread: Thread) -> list[Any]:

    rows = TopicEntry.objects.filter(topic_id=topic_of(thread.pk)).select_related("event").order_by("seq")
    return [row.event for row in rows]


def test_a_restricted_thread_is_paused_without_a_word_to_its_group(world: World) -> None:

    thread = a_restricted_thread(world, organisations=("police",))
    before = get_head(group_topic(world.group.pk))
    lock(world, thread, "Перерва")
    assert get_head(group_topic(world.group.pk)) == before
