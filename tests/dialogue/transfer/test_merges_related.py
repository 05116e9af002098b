"""What was made of messages goes with all of a thread; what holds it is known before somebody tries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dialogue.models import Message, QuestionState, Round, Thread
from dialogue.posting.editing import withdraw_message
from dialogue.rounds.services import end_round, start_round
from dialogue.summary.services.questions import ask_question, resolve_question
from dialogue.summary.services.statements import collect_statement
from tests.cast import World
from tests.dialogue.helpers import a_thread, api, merge, part, say
from tests.dialogue.summary.test_summaries import sum_up
from tests.dialogue.timeline.test_frames import follow_thread
from tests.dialogue.transfer.test_merges import faults
from tests.dialogue.transfer.test_splits import talk
from tests.search.acts import found
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db


def withdraw(world: World, message: Message) -> None:
    name = next(name for name, person in world.people.items() if person.pk == message.author_id)
    message.refresh_from_db(fields=["version"])
    withdraw_message(actor=world.actor(name), message_id=message.pk, expected_version=message.version)


def collect(world: World, thread: Thread, text: str, number: int) -> None:
    collect_statement(actor=world.actor("facilitator"), thread_id=thread.pk, text=text, number=number)


def answered(world: World, thread: Thread, text: str, number: int) -> None:
    lead: dict[str, Any] = {"actor": world.actor("facilitator")}
    asked = ask_question(**lead, thread_id=thread.pk, text=text)
    resolve_question(
        **lead, question_id=asked.pk, to=QuestionState.ANSWERED, expected_version=1, answered_by=number
    )


def a_round(world: World, thread: Thread, *names: str) -> None:
    tomorrow = now() + timedelta(days=1)
    leader = world.actor("facilitator")
    row = start_round(actor=leader, thread_id=thread.pk, question="Хто?", ends_at=tomorrow)
    for name in names:
        say(world, name, thread)
    end_round(actor=leader, thread_id=thread.pk, round_id=row.pk)


def gist(world: World, thread: Thread) -> Any:
    return api(world, "observer").get(f"threads/{thread.pk}/gist").json()


def test_statements_answers_and_rounds_go_along(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, into, 2)
    answered(world, into, "Де?", 1)
    talk(world, thread, 2)
    collect(world, thread, "Поручні хиткі", 1)
    answered(world, thread, "Коли?", 2)
    a_round(world, thread, "teacher", "officer")
    pages = [follow_thread(world, "observer", one) for one in (thread, into)]
    merge(world, thread, into)
    there, here = gist(world, into), gist(world, thread)
    assert [(one["text"], one["source"]["number"]) for one in there["statements"]] == [("Поручні хиткі", 3)]
    assert [(one["text"], one["answer"]["number"]) for one in there["questions"]] == [
        ("Де?", 1),
        ("Коли?", 4),
    ]
    assert (here["statements"], here["questions"]) == ([], [])
    (held,) = api(world, "observer").get(f"threads/{into.pk}/rounds").json()["items"]
    assert sorted(one["number"] for one in held["turns"]) == [5, 6]
    counts = [api(world, "observer").get(f"threads/{one.pk}").json()["round_count"] for one in (thread, into)]
    assert counts == [0, 1]
    for page in pages:
        page.follow()
        assert page.state == page.fresh()
    assert [one["url"] for one in found(world, "observer", "хиткі")["items"]] == [f"/threads/{into.pk}"]
    withdraw(world, Message.objects.get(thread=into, number=3))
    assert gist(world, into)["statements"][0]["text"] == ""
    assert found(world, "observer", "хиткі")["items"] == []


def test_a_round_goes_with_all_that_was_said_in_it(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    a_round(world, thread, "teacher", "officer")
    withdraw(world, Message.objects.get(thread=thread, number=1))
    assert faults(world, thread, into) == {"turn"}
    assert Round.objects.get().thread == thread


def test_a_quote_of_what_was_taken_back_falls_away_with_a_part_of_a_thread_too(world: World) -> None:
    thread = a_thread(world)
    gone, _other = talk(world, thread, 2)
    quoting = say(world, "teacher", thread, quote={"message_id": gone.pk})
    withdraw(world, gone)
    apart = part(world, thread, quoting.number)
    (shown,) = api(world, "observer").get(f"threads/{apart.pk}/messages", around=1).json()["items"]
    assert shown["quote"] is None


def test_what_holds_it_is_known_before(world: World) -> None:
    thread = a_thread(world)
    said = talk(world, thread, 7)
    path, leader = f"threads/{thread.pk}/merge-obstacles", api(world, "facilitator")
    assert leader.get(path).json() == {"items": []}
    assert api(world, "teacher").get(path).status_code == 403
    assert api(world, "outsider").get(path).status_code == 404
    sum_up(world, thread, "Отже: " + ", ".join(f"#{one.number}" for one in said))
    told = {one["code"]: one["message"] for one in leader.get(path).json()["items"]}
    assert set(told) == {"cited", "summary"}
    assert told["cited"] == "На них посилається підсумок: № 1, № 2, № 3 та ще 4"
    start_round(
        actor=world.actor("facilitator"), thread_id=thread.pk, question="Хто?", ends_at=now() + timedelta(1)
    )
    assert "round_runs" in [one["code"] for one in leader.get(path).json()["items"]]
