"""The open questions of a thread: who asks, who proposes, and what becomes of them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from dialogue.export.pdf import describe_paper
from dialogue.facilitation.services import lock_thread
from dialogue.models import Fault, Message, Question, QuestionState, Thread, ThreadState
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.summary.services.questions import MAX_PROPOSED, MAX_QUESTIONS, ask_question, resolve_question
from dialogue.threads.selectors import get_thread_with_facilitator_for
from tests.cast import SYSTEM, World
from tests.dialogue.export.test_export import archive
from tests.dialogue.helpers import a_restricted_thread, a_thread, a_thread_in, api, at_once, pointers, say
from tests.search.acts import found
from viche.kernel.errors import Stale
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def propose(world: World, thread: Thread, text: str, by: str = "teacher") -> Question:
    return ask_question(actor=world.actor(by), thread_id=thread.pk, text=text)


def settle(world: World, thread: Thread, text: str, to: str, **facts: Any) -> Question:
    question = Question.objects.get(thread=thread, text=text)
    return resolve_question(
        actor=world.actor("facilitator"),
        question_id=question.pk,
        to=QuestionState(to),
        **{"expected_version": question.version, **facts},
    )


def asked(world: World, thread: Thread, by: str = "observer") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api(world, by).get(f"threads/{thread.pk}/gist").json()["questions"]
    return rows


def agenda(world: World, thread: Thread) -> list[tuple[str, str]]:
    return [(one["text"], one["state"]) for one in asked(world, thread)]


def step(world: World, question: Question, by: str = "facilitator", **said: Any) -> Any:
    question.refresh_from_db()
    head = {"If-Match": f'"{question.version}"'}
    return api(world, by).post(f"questions/{question.pk}/transitions", said, **head)


def changes() -> list[str]:
    return [one.data["change"] for one in Event.objects.filter(kind="dialogue.agenda_changed").order_by("id")]


# ---- asking ------------------------------------------------------------------------------------------------


def test_who_leads_asks_and_others_propose(world: World) -> None:
    thread = a_thread(world)
    path = f"threads/{thread.pk}/questions"
    answer = api(world, "facilitator").post(path, {"text": " Скільки коштує? "})
    assert answer.status_code == 201
    assert answer.json()["questions"][0]["text"] == "Скільки коштує?"
    for _again in range(2):
        assert api(world, "teacher").post(path, {"text": "А хто платить?"}).status_code == 201
    assert agenda(world, thread) == [("Скільки коштує?", "open"), ("А хто платить?", "proposed")]
    statuses = [api(world, name).post(path, {"text": "?"}).status_code for name in ("observer", "outsider")]
    assert statuses == [403, 404]
    assert changes() == ["asked", "proposed"]


@pytest.mark.parametrize("text", ["", "  ", "я" * 301, "\u202eтекст"])
def test_a_question_says_something_in_a_sentence(world: World, text: str) -> None:
    thread = a_thread(world)
    answer = api(world, "facilitator").post(f"threads/{thread.pk}/questions", {"text": text})
    assert (answer.status_code, pointers(answer)[0][0]) == (422, "/text")


def test_what_looks_like_personal_data_is_told_knowingly(world: World) -> None:
    thread, line = a_thread(world), api(world, "facilitator")
    said = {"text": "Хто дзвонив на 067 123 45 67?"}
    assert line.post(f"threads/{thread.pk}/questions", said).json()["code"] == "personal_data"
    assert line.post(f"threads/{thread.pk}/questions", {**said, "confirmed": ["phone"]}).status_code == 201
    question = Question.objects.get()
    refused = step(world, question, to="aside", words="Питати 067 765 43 21")
    assert pointers(refused) == [("/words", "phone")]


def test_nobody_floods_the_agenda(world: World) -> None:
    thread = a_thread(world)
    for nth in range(MAX_PROPOSED):
        propose(world, thread, f"Питання {nth}?")
    path = f"threads/{thread.pk}/questions"
    refused = api(world, "teacher").post(path, {"text": "Ще?"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_proposed")
    for nth in range(MAX_QUESTIONS - MAX_PROPOSED):
        propose(world, thread, f"Від ведучої {nth}?", "facilitator")
    refused = api(world, "facilitator").post(path, {"text": "Ще?"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_questions")


def test_while_the_talk_is_paused_or_over_nobody_proposes(world: World) -> None:
    thread = a_thread(world)
    lock_thread(actor=world.actor("facilitator"), thread_id=thread.pk, reason="Перерва")
    assert api(world, "teacher").post(f"threads/{thread.pk}/questions", {"text": "?"}).status_code == 403
    assert (
        api(world, "facilitator").post(f"threads/{thread.pk}/questions", {"text": "Так?"}).status_code == 201
    )
    closed = a_thread_in(world, ThreadState.CLOSED)
    refused = api(world, "facilitator").post(f"threads/{closed.pk}/questions", {"text": "Так?"})
    assert (refused.status_code, refused.json()["code"]) == (403, "thread_closed")


# ---- what becomes of them ----------------------------------------------------------------------------------


def test_it_is_taken_up_answered_and_opened_again(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread, "Два мільйони")
    question = propose(world, thread, "Скільки?")
    assert step(world, question, to="open").status_code == 200
    assert pointers(step(world, question, to="answered")) == [("/words", "blank")]
    assert pointers(step(world, question, to="answered", answered_by=7)) == [
        ("/answered_by", "not_in_thread")
    ]
    assert step(world, question, to="answered", answered_by=1).status_code == 200
    (shown,) = asked(world, thread)
    assert (shown["state"], shown["answer"]["number"], shown["words"]) == ("answered", 1, "")
    assert shown["settled_by"]["id"] == str(world.people["facilitator"].pk)
    assert step(world, question, to="answered", answered_by=1).status_code == 200  # sent again
    assert step(world, question, to="open").status_code == 200
    assert asked(world, thread)[0]["answer"] is None
    assert step(world, question, to="answered", words="Два мільйони").status_code == 200
    assert step(world, question, to="aside", words="Потім").json()["code"] == "question_state"
    assert changes() == ["proposed", "open", "answered", "open", "answered"]


def test_putting_aside_and_declining_need_a_reason(world: World) -> None:
    thread = a_thread(world)
    mine, theirs = propose(world, thread, "Моє?", "facilitator"), propose(world, thread, "Їхнє?")
    for question, to in ((mine, "aside"), (theirs, "declined")):
        assert pointers(step(world, question, to=to)) == [("/words", "blank")]
        assert pointers(step(world, question, to=to, words="Так", answered_by=1)) == [
            ("/answered_by", "no_answer")
        ]
        assert step(world, question, to=to, words="Не сьогодні").status_code == 200
    assert agenda(world, thread) == [("Моє?", "aside"), ("Їхнє?", "declined")]


@pytest.mark.parametrize("state", ["withdrawn", "hidden"])
def test_of_an_answer_that_nobody_reads_any_more_it_says_so(world: World, state: str) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, "Таємниця")
    propose(world, thread, "Скільки?", "facilitator")
    settle(world, thread, "Скільки?", "answered", answered_by=1)
    if state == "hidden":
        moderate_message(
            actor=world.actor("facilitator"), message_id=message.pk, to=Step.HIDE, fault=Fault.INSULT
        )
    else:
        withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    assert asked(world, thread)[0]["answer"]["state"] == state
    settle(world, thread, "Скільки?", "open")
    question = Question.objects.get()
    assert pointers(step(world, question, to="answered", answered_by=1)) == [
        ("/answered_by", "message_silent")
    ]


def test_who_leads_puts_them_in_order(world: World) -> None:
    thread, other = a_thread(world), a_thread(world)
    one, two, three = (propose(world, thread, text, "facilitator") for text in ("1?", "2?", "3?"))
    far = propose(world, other, "Далеко?", "facilitator")
    line = api(world, "facilitator")

    def place(question: Question, before: Question | None) -> Any:
        return line.put(f"questions/{question.pk}/place", {"before": before and str(before.pk)})

    assert place(three, one).status_code == 200
    assert [text for text, _state in agenda(world, thread)] == ["3?", "1?", "2?"]
    assert place(three, None).status_code == 200
    assert place(two, one).status_code == 200
    assert place(two, one).status_code == 200  # the same
    assert [text for text, _state in agenda(world, thread)] == ["2?", "1?", "3?"]
    assert pointers(place(one, far)) == [("/before", "not_in_thread")]
    assert pointers(place(one, one)) == [("/before", "not_in_thread")]
    assert api(world, "teacher").put(f"questions/{one.pk}/place", {"before": None}).status_code == 403
    assert changes().count("placed") == 3


def test_it_is_put_in_other_words_and_removed(world: World) -> None:
    thread = a_thread(world)
    question = propose(world, thread, "Скіки?", "facilitator")
    path, head = f"questions/{question.pk}", {"If-Match": '"1"'}
    assert api(world, "facilitator").patch(path, {"text": "Скільки?"}, **head).status_code == 200
    assert api(world, "facilitator").patch(path, {"text": "Інше?"}, **head).status_code == 412
    assert api(world, "teacher").patch(path, {"text": "Інше?"}, **head).status_code == 403
    assert api(world, "teacher").delete(path, **head).status_code == 403
    assert api(world, "facilitator").delete(path, **head).status_code == 412
    gone = api(world, "facilitator").delete(path, **{"If-Match": '"2"'})
    assert (gone.status_code, gone.json()["questions"]) == (200, [])
    assert api(world, "facilitator").delete(path, **{"If-Match": '"2"'}).status_code == 404


def test_who_proposed_it_takes_it_back_while_it_waits(world: World) -> None:
    thread = a_thread(world)
    question, other = propose(world, thread, "Моє?"), propose(world, thread, "Інше?")
    mine = {one["text"]: one["allowed"] for one in asked(world, thread, "teacher")}
    assert mine == {"Моє?": ["remove"], "Інше?": ["remove"]}
    assert [one["allowed"] for one in asked(world, thread, "officer")] == [[], []]
    head = {"If-Match": '"1"'}
    assert api(world, "officer").delete(f"questions/{question.pk}", **head).status_code == 403
    assert api(world, "teacher").delete(f"questions/{question.pk}", **head).status_code == 200
    step(world, other, to="open")
    assert api(world, "teacher").delete(f"questions/{other.pk}", **{"If-Match": '"2"'}).status_code == 403


def test_who_leads_may_take_the_steps_that_fit(world: World) -> None:
    thread = a_thread(world)
    propose(world, thread, "Їхнє?")
    propose(world, thread, "Моє?", "facilitator")
    allowed = [set(one["allowed"]) for one in asked(world, thread, "facilitator")]
    always = {"edit", "place"}
    assert allowed == [always | {"open", "declined"}, always | {"answered", "aside", "remove"}]


def test_what_others_proposed_is_declined_with_a_reason_before_it_is_removed(world: World) -> None:
    thread, line = a_thread(world), api(world, "facilitator")
    question = propose(world, thread, "Їхнє?")
    refused = line.delete(f"questions/{question.pk}", **{"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["code"]) == (409, "question_state")
    settle(world, thread, "Їхнє?", "declined", words="Не сьогодні")
    assert "remove" in asked(world, thread, "facilitator")[0]["allowed"]
    assert line.delete(f"questions/{question.pk}", **{"If-Match": '"2"'}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_at_once_one_is_told(world: World) -> None:
    thread = a_thread(world)
    propose(world, thread, "Скільки?", "facilitator")
    ended = at_once(
        lambda: settle(world, thread, "Скільки?", "answered", words="Два", expected_version=1),
        lambda: settle(world, thread, "Скільки?", "aside", words="Потім", expected_version=1),
    )
    assert sum(isinstance(one, Stale) for one in ended) == 1


# ---- where they stand --------------------------------------------------------------------------------------


def test_of_a_restricted_thread_they_are_for_its_readers(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    question = propose(world, thread, "Таємниця?", "facilitator")
    assert step(world, question, by="teacher", to="open").status_code == 404
    assert api(world, "teacher").delete(f"questions/{question.pk}", **{"If-Match": '"1"'}).status_code == 404
    assert found(world, "teacher", "таємниця")["items"] == []
    assert found(world, "officer", "таємниця")["items"] != []


def test_many_cost_as_much_as_one(world: World) -> None:
    thread, reader = a_thread(world), api(world, "facilitator")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(f"threads/{thread.pk}/gist").status_code == 200
        return len(seen)

    say(world, "officer", thread)
    propose(world, thread, "Перше?", "facilitator")
    settle(world, thread, "Перше?", "answered", answered_by=1)
    queries()
    few = queries()
    for nth in range(4):
        propose(world, thread, f"{nth}?", "officer")
        propose(world, thread, f"Так {nth}?", "facilitator")
        settle(world, thread, f"Так {nth}?", "answered", answered_by=1)
    assert queries() == few


def test_they_stand_on_paper_and_in_the_archive(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)
    for text in ("Скільки?", "Коли?"):
        propose(world, thread, text, "facilitator")
    propose(world, thread, "Чекає?")
    settle(world, thread, "Скільки?", "answered", answered_by=1, words="Два мільйони")
    shown = get_thread_with_facilitator_for(world.actor("observer"), thread.pk)
    with override("uk"):
        items = describe_paper(shown, [], "uk")["lists"][0]["items"]
    assert items == [
        {"text": "Скільки?", "became": "Є відповідь, повідомлення № 1: Два мільйони"},
        {"text": "Коли?", "became": "Відкрите"},
    ]
    packed = archive(world, "observer", thread)
    assert "Два мільйони" in packed.read("thread.html").decode()
    assert len(orjson.loads(packed.read("thread.json"))["questions"]) == 3


def test_of_a_question_of_who_is_erased_the_answer_of_others_stays(world: World) -> None:
    thread = a_thread(world)
    for text in ("Їхнє?", "Чекає?"):
        propose(world, thread, text)
    settle(world, thread, "Їхнє?", "open")
    settle(world, thread, "Їхнє?", "answered", words="Два мільйони")
    teacher, leader = world.people["teacher"], world.people["facilitator"]
    anonymise_author(actor=SYSTEM, person_id=teacher.pk, pseudonym="№ 8", removes_messages=True)
    (left,) = asked(world, thread, "facilitator")
    assert (left["text"], left["words"], left["allowed"]) == ("", "Два мільйони", ["place", "remove"])
    stone = Question.objects.get()
    assert step(world, stone, to="open").json()["code"] == "question_state"
    edited = {"text": "Інше?"}, {"If-Match": f'"{stone.version}"'}
    assert api(world, "facilitator").patch(f"questions/{stone.pk}", edited[0], **edited[1]).status_code == 409
    shown = get_thread_with_facilitator_for(world.actor("observer"), thread.pk)
    with override("uk"):
        items = describe_paper(shown, [], "uk")["lists"][0]["items"]
    assert items == [{"text": "Питання видалено", "became": "Є відповідь: Два мільйони"}]
    anonymise_author(actor=SYSTEM, person_id=leader.pk, pseudonym="№ 9", removes_messages=True)
    assert asked(world, thread) == []


def test_pages_learn_of_the_erasure_of_who_only_kept_the_floor(world: World) -> None:
    thread = a_thread(world)
    lock_thread(actor=world.actor("facilitator"), thread_id=thread.pk, reason="Перерва")
    person = world.people["facilitator"]
    anonymise_author(actor=SYSTEM, person_id=person.pk, pseudonym="№ 7", removes_messages=False)
    assert Event.objects.filter(kind="dialogue.author_erased", subject_id=thread.pk).exists()


def test_the_words_of_who_is_erased_go_where_they_want_it(world: World) -> None:
    thread = a_thread(world)
    propose(world, thread, "Їхнє?")
    propose(world, thread, "Моє?", "facilitator")
    settle(world, thread, "Їхнє?", "declined", words="Не сьогодні")
    leader, teacher = world.people["facilitator"], world.people["teacher"]
    anonymise_author(actor=SYSTEM, person_id=leader.pk, pseudonym="№ 7", removes_messages=True)
    (left,) = asked(world, thread)
    assert (left["text"], left["state"], left["words"]) == ("Їхнє?", "declined", "")
    anonymise_author(actor=SYSTEM, person_id=teacher.pk, pseudonym="№ 8", removes_messages=True)
    assert asked(world, thread) == []
    assert not Message.objects.exists()
