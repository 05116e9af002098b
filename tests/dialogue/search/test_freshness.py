"""What went from the head of a thread is not found by its words, also before the index has heard of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dialogue.lifecycle.services import edit_thread, transition_thread
from dialogue.models import Fault, Message, Statement, Thread, ThreadState
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.summary.services.questions import ask_question, edit_question, remove_question
from dialogue.summary.services.statements import collect_statement, edit_statement, remove_statement
from dialogue.summary.services.summaries import withdraw_summary, write_summary
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_thread, api, say
from viche.kernel.events.outbox import drain_outbox
from viche.search.jobs import index_missing_things

pytestmark = pytest.mark.django_db
GONE, STAYS = "черемшина", "перехрестя"


class Talk:
    """A thread with a title, a message and whatever else stands at its head."""

    def __init__(self, world: World) -> None:
        self.world, self.actor = world, world.actor("facilitator")
        self.thread = a_thread(world, title_uk=f"Яке {STAYS}?")
        self.message = say(world, "teacher", self.thread, f"Сказано: {GONE}")

    def found(self, word: str = GONE) -> list[str]:
        """The urls of threads that are found by a word; of messages, the snippets say what they say."""
        items = api(self.world, "observer").get("search", q=word, kind="thread").json()["items"]
        return [one["url"] for one in items]

    def sum_up(self, body: str, version: int = 0) -> None:
        write_summary(actor=self.actor, thread_id=self.thread.pk, expected_version=version, body=body)

    def state(self, message: Message | None = None) -> Statement:
        number = message.number if message is not None else None
        words = f"Отже, {GONE}"
        return collect_statement(actor=self.actor, thread_id=self.thread.pk, text=words, number=number)


def summary_withdrawn(talk: Talk) -> Any:
    talk.sum_up(f"Підсумок: {GONE}")
    return lambda: withdraw_summary(actor=talk.actor, thread_id=talk.thread.pk, expected_version=1)


def summary_rewritten(talk: Talk) -> Any:
    talk.sum_up(f"Підсумок: {GONE}")
    return lambda: talk.sum_up("Інакше", 1)


def statement_removed(talk: Talk) -> Any:
    made = talk.state()
    return lambda: remove_statement(actor=talk.actor, statement_id=made.pk, expected_version=1)


def statement_edited(talk: Talk) -> Any:
    made = talk.state()
    return lambda: edit_statement(actor=talk.actor, statement_id=made.pk, expected_version=1, text="Інакше")


def question_removed(talk: Talk) -> Any:
    made = ask_question(actor=talk.actor, thread_id=talk.thread.pk, text=f"Де {GONE}?")
    return lambda: remove_question(actor=talk.actor, question_id=made.pk, expected_version=1)


def question_edited(talk: Talk) -> Any:
    made = ask_question(actor=talk.actor, thread_id=talk.thread.pk, text=f"Де {GONE}?")
    return lambda: edit_question(actor=talk.actor, question_id=made.pk, expected_version=1, text="Де?")


def message_of_a_statement_withdrawn(talk: Talk) -> Any:
    talk.state(talk.message)
    teacher = talk.world.actor("teacher")
    return lambda: withdraw_message(actor=teacher, message_id=talk.message.pk, expected_version=1)


def message_of_a_statement_hidden(talk: Talk) -> Any:
    talk.state(talk.message)
    return lambda: moderate_message(
        actor=talk.actor, message_id=talk.message.pk, to=Step.HIDE, fault=Fault.SPAM
    )


def retitled(talk: Talk) -> Any:
    changes: Any = {"title_uk": f"Яка {GONE}, яке {STAYS}?"}
    edit_thread(actor=talk.actor, thread_id=talk.thread.pk, expected_version=1, changes=changes)
    changes = {"title_uk": f"Яке {STAYS}?"}
    return lambda: edit_thread(
        actor=talk.actor, thread_id=talk.thread.pk, expected_version=2, changes=changes
    )


def outcome_rewritten(talk: Talk) -> Any:
    def step(to: ThreadState, **words: Any) -> None:
        version = Thread.objects.get(pk=talk.thread.pk).version
        transition_thread(
            actor=talk.actor, thread_id=talk.thread.pk, to=to, expected_version=version, **words
        )

    step(ThreadState.CLOSED, outcome_uk=f"Вирішено: {GONE}")
    step(ThreadState.OPEN, reason="Доручено помилково")
    return lambda: step(ThreadState.CLOSED, outcome_uk="Вирішено інакше")


def author_erased(talk: Talk) -> Any:
    talk.sum_up(f"Підсумок: {GONE}")
    person = talk.world.people["facilitator"]
    return lambda: anonymise_author(
        actor=SYSTEM, person_id=person.pk, pseudonym="Учасник", removes_messages=True
    )


WAYS: list[Callable[[Talk], Any]] = [
    summary_withdrawn,
    summary_rewritten,
    statement_removed,
    statement_edited,
    question_removed,
    question_edited,
    message_of_a_statement_withdrawn,
    message_of_a_statement_hidden,
    retitled,
    outcome_rewritten,
    author_erased,
]


@pytest.mark.parametrize("way", WAYS)
def test_it_is_found_by_what_it_says_now(world: World, way: Callable[[Talk], Any]) -> None:
    talk = Talk(world)
    take_away = way(talk)
    drain_outbox()
    here = [f"/threads/{talk.thread.pk}"]
    assert talk.found() == here
    take_away()
    assert talk.found() == []
    drain_outbox()
    assert (talk.found(), talk.found(STAYS)) == ([], here)


def test_what_is_added_keeps_it_found_meanwhile(world: World) -> None:
    talk = Talk(world)
    drain_outbox()
    talk.sum_up("Підсумок")
    talk.state()
    ask_question(actor=talk.actor, thread_id=talk.thread.pk, text="Що далі?")
    assert talk.found(STAYS) == [f"/threads/{talk.thread.pk}"]


def test_what_the_index_missed_is_caught_up_with(world: World) -> None:
    talk = Talk(world)
    drain_outbox()
    Thread.objects.filter(pk=talk.thread.pk).update(wording=7, title_uk=f"Яка {GONE}?")
    assert talk.found() == []
    index_missing_things()
    assert talk.found() == [f"/threads/{talk.thread.pk}"]


def test_a_message_that_is_gone_is_not_found_either(world: World) -> None:
    talk = Talk(world)
    drain_outbox()
    for step, fault in ((Step.HIDE, Fault.SPAM), (Step.SHOW, None)):
        moderate_message(actor=talk.actor, message_id=talk.message.pk, to=step, fault=fault)
        assert api(world, "observer").get("search", q=GONE).json()["items"] == []
    drain_outbox()
    assert len(api(world, "observer").get("search", q=GONE).json()["items"]) == 1
