"""What who leads a thread has collected from its talk, and what becomes of it with its messages."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from dialogue.export.pdf import describe_paper
from dialogue.models import Fault, Message, Statement, Thread
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.summary.services.statements import MAX_STATEMENTS, collect_statement
from dialogue.threads.selectors import get_thread_with_facilitator_for
from tests.cast import SYSTEM, World
from tests.dialogue.export.test_export import archive
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, at_once, pointers, say
from tests.search.acts import found
from viche.kernel.errors import Conflict
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def collect(world: World, thread: Thread, text: str, number: int | None = None) -> Statement:
    return collect_statement(actor=world.actor("facilitator"), thread_id=thread.pk, text=text, number=number)


def stated(world: World, thread: Thread, by: str = "observer") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api(world, by).get(f"threads/{thread.pk}/gist").json()["statements"]
    return rows


def take_away(world: World, message: Message, state: str) -> None:
    if state == "hidden":
        moderate_message(
            actor=world.actor("facilitator"), message_id=message.pk, to=Step.HIDE, fault=Fault.INSULT
        )
    else:
        withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)


def test_it_is_collected_from_a_message_or_without_one(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread, "Пандус є у чотирьох")
    line, path = api(world, "facilitator"), f"threads/{thread.pk}/statements"
    for _again in range(2):
        assert line.post(path, {"text": " Пандусів мало ", "number": 1}).status_code == 201
    assert line.post(path, {"text": "Спершу пандуси"}).status_code == 201
    first, second = stated(world, thread)
    assert (first["text"], first["source"]["number"], first["source"]["state"]) == (
        "Пандусів мало",
        1,
        "said",
    )
    assert (second["text"], second["source"], second["allowed"]) == ("Спершу пандуси", None, [])
    assert [one["allowed"] for one in stated(world, thread, "facilitator")] == [["edit", "remove"]] * 2
    refused = line.post(path, {"text": "Інше", "number": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "collected_already")


@pytest.mark.parametrize("said", [{"text": ""}, {"text": "я" * 281}, {"text": "Так", "number": 7}])
def test_what_is_no_statement_is_refused(world: World, said: dict[str, Any]) -> None:
    thread = a_thread(world)
    answer = api(world, "facilitator").post(f"threads/{thread.pk}/statements", said)
    pointer = "/number" if "number" in said else "/text"
    assert (answer.status_code, pointers(answer)[0][0]) == (422, pointer)


def test_only_who_leads_collects(world: World) -> None:
    thread = a_thread(world)
    statement = collect(world, thread, "Так")
    for name, status in (("teacher", 403), ("secretary", 403), ("outsider", 404)):
        line, head = api(world, name), {"If-Match": '"1"'}
        assert line.post(f"threads/{thread.pk}/statements", {"text": "Ні"}).status_code == status
        assert line.patch(f"statements/{statement.pk}", {"text": "Ні"}, **head).status_code == status
        assert line.delete(f"statements/{statement.pk}", **head).status_code == status


def test_it_is_put_in_other_words_and_removed(world: World) -> None:
    thread = a_thread(world)
    statement, line = collect(world, thread, "Так"), api(world, "facilitator")
    path = f"statements/{statement.pk}"
    assert line.patch(path, {"text": "Саме так"}, **{"If-Match": '"1"'}).status_code == 200
    assert line.patch(path, {"text": "Ні"}, **{"If-Match": '"1"'}).status_code == 412
    assert line.delete(path, **{"If-Match": '"1"'}).status_code == 412
    assert line.delete(path, **{"If-Match": '"2"'}).json()["statements"] == []
    told = Event.objects.filter(kind="dialogue.statements_changed").order_by("id")
    assert [one.data["change"] for one in told] == ["collected", "edited", "removed"]


def test_what_looks_like_personal_data_is_told_knowingly(world: World) -> None:
    thread, words = a_thread(world), "Дзвонити 067 123 45 67"
    line, path = api(world, "facilitator"), f"threads/{thread.pk}/statements"
    assert line.post(path, {"text": words}).json()["code"] == "personal_data"
    say(world, "officer", thread, words, confirmed=["phone"])
    assert line.post(path, {"text": words, "number": 1}).status_code == 201  # it stands there already


@pytest.mark.parametrize("state", ["withdrawn", "hidden"])
def test_of_what_nobody_reads_any_more_no_word_is_left(world: World, state: str) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, "Таємниця")
    statement = collect(world, thread, "Таємниця в тезі", 1)
    assert found(world, "teacher", "тезі")["items"] != []
    take_away(world, message, state)
    (shown,) = stated(world, thread, "facilitator")
    assert (shown["text"], shown["source"]["state"], shown["allowed"]) == ("", state, ["remove"])
    assert found(world, "teacher", "тезі")["items"] == []
    answer = archive(world, "observer", thread)
    for name in ("thread.html", "thread.json"):
        assert "Таємниця в тезі" not in answer.read(name).decode()
    path, head = f"statements/{statement.pk}", {"If-Match": f'"{shown["version"]}"'}
    edited = api(world, "facilitator").patch(path, {"text": "Інше"}, **head)
    assert edited.status_code == 409
    again = api(world, "facilitator").post(f"threads/{thread.pk}/statements", {"text": "Ні", "number": 1})
    assert again.status_code == 409
    kept = Statement.objects.get().text
    assert kept == ("" if state == "withdrawn" else "Таємниця в тезі")


def test_shown_again_it_says_what_it_said(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    collect(world, thread, "Теза", 1)
    take_away(world, message, "hidden")
    moderate_message(
        actor=world.actor("facilitator"), message_id=message.pk, to=Step.SHOW, fault=Fault.INSULT
    )
    assert stated(world, thread)[0]["text"] == "Теза"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_point_is_noted(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)
    ended = at_once(*(lambda text=text: collect(world, thread, text, 1) for text in ("Одне", "Друге")))
    assert sum(isinstance(one, Conflict) for one in ended) == 1
    assert Statement.objects.count() == 1


def test_of_a_restricted_thread_they_are_for_its_readers(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    statement = collect(world, thread, "Таємниця")
    head = {"If-Match": '"1"'}
    assert api(world, "teacher").delete(f"statements/{statement.pk}", **head).status_code == 404
    assert found(world, "teacher", "таємниця")["items"] == []
    assert found(world, "officer", "таємниця")["items"] != []


def test_there_is_an_end_and_many_cost_as_much_as_one(world: World) -> None:
    thread, reader = a_thread(world), api(world, "facilitator")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(f"threads/{thread.pk}/gist").status_code == 200
        return len(seen)

    say(world, "officer", thread)
    collect(world, thread, "Перша", 1)
    queries()
    few = queries()
    for nth in range(MAX_STATEMENTS - 1):
        collect(world, thread, f"Теза {nth}")
    assert queries() == few
    refused = reader.post(f"threads/{thread.pk}/statements", {"text": "Ще"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_statements")


def test_they_stand_on_paper_and_in_the_archive(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)
    collect(world, thread, "Пандусів мало", 1)
    shown = get_thread_with_facilitator_for(world.actor("observer"), thread.pk)
    with override("uk"):
        told = describe_paper(shown, [], "uk")["lists"][1]
    assert told == {"heading": "Тези", "items": [{"text": "Пандусів мало", "became": "повідомлення № 1"}]}
    packed = archive(world, "observer", thread)
    assert "Пандусів мало" in packed.read("thread.html").decode()
    assert len(orjson.loads(packed.read("thread.json"))["statements"]) == 1


def test_the_name_of_who_is_erased_does_not_come_back_with_a_hidden_message(world: World) -> None:
    thread, teacher = a_thread(world), world.people["teacher"]
    message = say(world, "officer", thread, f"@[?](person:{teacher.pk}) каже так")
    named = Message.objects.get(number=1).body.split("[")[1].split("]")[0]
    collect(world, thread, f"@{named} каже так", 1)
    take_away(world, message, "hidden")
    anonymise_author(actor=SYSTEM, person_id=teacher.pk, pseudonym="№ 7", removes_messages=False)
    moderate_message(
        actor=world.actor("facilitator"), message_id=message.pk, to=Step.SHOW, fault=Fault.INSULT
    )
    assert stated(world, thread)[0]["text"] == "№ 7 каже так"


def test_the_words_and_the_name_of_who_is_erased_go(world: World) -> None:
    thread, officer = a_thread(world), world.people["officer"]
    say(world, "officer", thread, "Моє")
    say(world, "teacher", thread, f"@[?](person:{officer.pk}) каже так")
    named = Message.objects.get(number=2).body.split("[")[1].split("]")[0]
    collect(world, thread, "Моє", 1)
    collect(world, thread, f"@{named} каже так", 2)
    anonymise_author(actor=SYSTEM, person_id=officer.pk, pseudonym="№ 7", removes_messages=True)
    first, second = stated(world, thread)
    assert (first["text"], first["source"]["state"]) == ("", "withdrawn")
    assert second["text"] == "№ 7 каже так"
