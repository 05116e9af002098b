"""What changed since the latest seen message is told by rule, and only of what the reader sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.acknowledgements.services import make_must_read
from dialogue.facilitation.services import lock_thread, set_slow_mode, unlock_thread
from dialogue.lifecycle.pinning import pin_thread
from dialogue.models import Thread, ThreadState
from dialogue.posting.editing import withdraw_message
from dialogue.reading.services import mark_read
from dialogue.rounds.services import end_round, start_round
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, hand_over, merge, part, say, step
from tests.dialogue.publishing.helpers import publish, take_back
from tests.dialogue.summary.test_questions import propose, settle
from tests.dialogue.summary.test_statements import collect
from tests.privacy.seen import rows
from tests.tasks.helpers import an_item
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db


def of_thread(world: World, name: str, thread: Thread, **query: Any) -> dict[str, Any]:
    answer = api(world, name).get(f"threads/{thread.pk}/catch-up", **query)
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def of_group(world: World, name: str) -> dict[str, Any]:
    answer = api(world, name).get(f"groups/{world.group.pk}/catch-up")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def later(minutes: int) -> Any:
    return time_machine.travel(now() + timedelta(minutes=minutes), tick=False)


def spoke(told: dict[str, Any]) -> list[tuple[str, str | None, int]]:
    return [
        (
            one["person"]["name"]["uk"],
            one["organisation"] and one["organisation"]["short_name"]["uk"],
            one["messages"],
        )
        for one in told["speakers"]
    ]


def thread_end(thread: Thread) -> int:
    thread.refresh_from_db()
    return thread.message_count


def what(told: dict[str, Any]) -> list[str]:
    return [one["what"] for one in told["happenings"]]


def decide(world: World, thread: Thread) -> None:
    """A question is answered, a point made, a round held, the lead handed over, and the thread closed."""
    leader = world.actor("facilitator")
    say(world, "officer", thread, "Пандуси є")
    propose(world, thread, "Хто міряє?", "facilitator")
    settle(world, thread, "Хто міряє?", "answered", answered_by=2)
    collect(world, thread, "Пандуси є", 2)
    ends_at = now() + timedelta(hours=1)
    held = start_round(actor=leader, thread_id=thread.pk, question="Що далі?", ends_at=ends_at)
    end_round(actor=leader, thread_id=thread.pk, round_id=held.pk)
    hand_over(world, thread, "officer")
    step(world, step(world, thread, ThreadState.SUMMARISING), ThreadState.CLOSED)


class TestThread:
    def test_who_spoke_is_counted_from_where_the_reader_left_off(self, world: World) -> None:
        thread = a_thread(world)
        seen = say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 1)])
        for name in ("secretary", "officer", "secretary", "facilitator"):
            say(world, name, thread)
        told = of_thread(world, "teacher", thread)
        names = sorted(world.people[one].name_uk for one in ("secretary", "officer", "facilitator"))
        assert [one for one, _seat, _count in spoke(told)] == names
        counts = {one: count for one, _seat, count in spoke(told)}
        assert counts[world.people["secretary"].name_uk] == 2
        assert told["messages"] == 4
        assert told["since"] == seen.posted_at.isoformat().replace("+00:00", "Z")

    def test_of_many_who_spoke_the_first_are_named_and_all_are_counted(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("dialogue.catch_up.selectors.MAX_ENTRIES", 2)
        thread, names = a_thread(world), ("secretary", "officer", "facilitator")
        for name in names:
            say(world, name, thread)
        told = of_thread(world, "teacher", thread)
        assert (len(told["speakers"]), told["more_speakers"], told["messages"]) == (2, 1, 3)

    def test_it_stays_so_while_one_reads_on(self, world: World) -> None:
        thread = a_thread(world)
        for _nth in range(3):
            say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 3)])
        assert of_thread(world, "teacher", thread)["messages"] == 0
        assert of_thread(world, "teacher", thread, first=2)["messages"] == 2

    def test_what_became_of_it_and_what_came_out_is_told(self, world: World) -> None:
        thread = a_thread(world)
        say(world, "officer", thread)
        old = an_item(world, thread_id=thread.pk)
        with later(5):
            say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 2)])
        with later(10):
            message = say(world, "officer", thread)
            make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=None)
            item = an_item(world, thread_id=thread.pk)
            pin_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
            closed = step(world, step(world, thread, ThreadState.SUMMARISING), ThreadState.CLOSED)
            step(world, closed, ThreadState.OPEN)
            told = of_thread(world, "teacher", thread)
        assert sorted(what(told)) == ["closed", "pinned", "reopened", "summarising"]
        assert [(one["id"], one["fresh"]) for one in told["actions"]] == [(str(item.pk), True)]
        assert str(old.pk) not in {one["id"] for one in told["actions"]}
        assert [one["number"] for one in told["must_reads"]] == [3]

    def test_who_may_speak_and_how_often_is_told(self, world: World) -> None:
        thread, lead = a_thread(world), world.actor("facilitator")
        say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 1)])
        with later(5):
            set_slow_mode(actor=lead, thread_id=thread.pk, seconds=300)
        with later(6):
            lock_thread(actor=lead, thread_id=thread.pk, reason="Чекаємо на звіт")
            told = of_thread(world, "teacher", thread)["happenings"]
        assert [(one["what"], one["seconds"], one["words"]) for one in told] == [
            ("slowed", 300, None),
            ("locked", None, {"uk": "Чекаємо на звіт", "en": "Чекаємо на звіт"}),
        ]
        with later(7):
            unlock_thread(actor=lead, thread_id=thread.pk)
            assert what(of_group(world, "teacher"))[-1] == "unlocked"
            lock_thread(actor=lead, thread_id=thread.pk)
        with later(8):
            summed_up = step(world, thread, ThreadState.SUMMARISING)
        with later(9):
            step(world, summed_up, ThreadState.CLOSED)
            told = of_thread(world, "teacher", thread)["happenings"]
        kinds = [one["what"] for one in told]
        assert kinds == ["slowed", "locked", "locked", "summarising", "closed"]
        assert told[2]["words"] is None

    def test_what_was_decided_is_told_in_its_words(self, world: World) -> None:
        thread = a_thread(world)
        say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 1)])
        with later(5):
            decide(world, thread)
            told = of_thread(world, "teacher", thread)
        came = {one["what"]: one for one in told["happenings"]}
        assert set(came) == {"answered", "point", "round_ended", "handed_over", "summarising", "closed"}
        assert came["closed"]["words"]["uk"] == "Обстежити всі укриття"
        assert (came["answered"]["words"]["uk"], came["answered"]["number"]) == ("Хто міряє?", 2)
        assert (came["point"]["words"]["uk"], came["point"]["number"]) == ("Пандуси є", 2)
        assert came["round_ended"]["words"]["uk"] == "Що далі?"
        assert came["handed_over"]["person"]["id"] == str(world.people["officer"].pk)

    def test_the_outcome_is_told_of_the_step_that_it_came_of(self, world: World) -> None:
        thread = a_thread(world)
        say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 1)])
        steps = (ThreadState.SUMMARISING, ThreadState.CLOSED)
        for minute, state in enumerate((*steps, ThreadState.OPEN, *steps), 5):
            with later(minute):
                thread = step(world, thread, state)
        happenings = of_thread(world, "teacher", thread)["happenings"]
        first, last = (one["words"] for one in happenings if one["what"] == "closed")
        assert (first, last["uk"]) == (None, "Обстежити всі укриття")

    def test_closed_for_a_time_it_had_not_gone_on_elsewhere(self, world: World) -> None:
        thread, into = a_thread(world), a_thread(world)
        say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 1)])
        with later(5):
            closed = step(world, step(world, thread, ThreadState.SUMMARISING), ThreadState.CLOSED)
        with later(6):
            step(world, closed, ThreadState.OPEN)
            merge(world, thread, into)
            told = of_group(world, "teacher")
        of_it = [one["what"] for one in told["happenings"] if one["thread_id"] == str(thread.pk)]
        assert of_it == ["summarising", "closed", "reopened", "merged"]

    def test_what_nobody_reads_any_more_is_not_told(self, world: World) -> None:
        thread = a_thread(world)
        say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 1)])
        with later(5):
            said = say(world, "officer", thread)
            collect(world, thread, "Пандуси є", 2)
            version = said.version
            withdraw_message(actor=world.actor("officer"), message_id=said.pk, expected_version=version)
            closed = step(world, step(world, thread, ThreadState.SUMMARISING), ThreadState.CLOSED)
            step(world, closed, ThreadState.OPEN)
            told = of_thread(world, "teacher", thread)
        assert sorted(what(told)) == ["closed", "reopened", "summarising"]
        assert [one["words"] for one in told["happenings"]] == [None] * 3

    def test_where_messages_went_and_who_reads_it_is_told(self, world: World) -> None:
        thread, other = a_thread(world), a_thread(world)
        for _nth in range(3):
            say(world, "officer", thread)
        mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 3)])
        say(world, "officer", other)
        with later(5):
            publish(world, thread)
            take_back(world, thread)
            part(world, thread, 2)
            merge(world, other, thread)
            told = of_thread(world, "teacher", thread)
        assert sorted(what(told)) == ["joined", "published", "taken_back", "taken_out"]
        (joined,) = (one for one in told["happenings"] if one["what"] == "joined")
        assert joined["number"] == 4

    def test_who_does_not_see_it_is_told_nothing(self, world: World) -> None:
        thread = a_restricted_thread(world, organisations=("police",))
        say(world, "facilitator", thread)
        assert api(world, "teacher").get(f"threads/{thread.pk}/catch-up").status_code == 404
        assert of_thread(world, "officer", thread)["messages"] == 1
        assert ("thread", "page", "membership") in rows(reader=world.people["officer"])


class TestGroup:
    def test_it_is_told_of_all_threads_since_the_latest_that_was_seen(self, world: World) -> None:
        first, second = a_thread(world), a_thread(world)
        say(world, "officer", first)
        mark_read(actor=world.actor("teacher"), thread_id=first.pk, ranges=[(1, 1)])
        with later(5):
            say(world, "officer", second)
            hidden = a_restricted_thread(world, organisations=("police",))
            say(world, "officer", hidden)
            fresh = a_thread(world)
            say(world, "secretary", fresh)
            told = of_group(world, "teacher")
            assert told["messages"] == 2
            assert [one["thread_id"] for one in told["happenings"]] == [str(fresh.pk)]
            assert what(told) == ["opened"]

    def test_who_was_never_there_is_told_nothing(self, world: World) -> None:
        say(world, "officer", a_thread(world))
        told = of_group(world, "teacher")
        assert (told["since"], told["messages"], told["happenings"], told["actions"]) == (None, 0, [], [])

    def test_who_is_not_at_the_table_does_not_ask(self, world: World) -> None:
        assert api(world, "outsider").get(f"groups/{world.group.pk}/catch-up").status_code == 404


def test_much_takes_as_many_queries_as_little(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)
    mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 1)])
    counts = []
    with later(5):
        for _nth in range(2):
            for name in ("officer", "secretary", "facilitator"):
                say(world, name, thread)
            an_item(world, thread_id=thread.pk)
            say(world, "officer", a_thread(world))
            publish(world, a_thread(world))
            part(world, thread, thread_end(thread))
            collect(world, thread, "Пандуси є", thread_end(thread) - 1)
            hand_over(world, thread, "officer")
            hand_over(world, thread, "facilitator")
            lock_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
            unlock_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
            with CaptureQueriesContext(connection) as queries:
                of_thread(world, "teacher", thread)
                of_group(world, "teacher")
            counts.append(len(queries))
    assert counts[0] == counts[1]
