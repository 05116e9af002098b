"""What looks like personal data is told only by who says that they mean to, whichever way it comes."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.messages.attachments import NewAttachment
from dialogue.models import Message, Purpose, Thread, ThreadState
from dialogue.posting.realtime import handle_post_commands, parse_post_command
from dialogue.posting.services import NewMessage, post_messages
from tasks.lifecycle.services.discussion import open_discussion
from tests.cast import World
from tests.dialogue.helpers import Api, a_thread, a_thread_in, api, if_match, say
from tests.tasks.helpers import an_item
from viche.kernel.disclosure import PersonalData
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db
PHONE = "067 123 45 67"
WORDS = f"Дзвоніть Петру: {PHONE}"
FAULT = {"pointer": "/body", "code": "phone", "message": "Схоже на номер телефону.", "span": [16, 29]}
TITLE = {"title": f"Чи дзвонити {PHONE}?", "purpose": "consult"}


def noted(kind: str) -> list[Any]:
    rows = Event.objects.filter(kind=f"dialogue.{kind}").order_by("pk")
    return [one.data["confirmed"] for one in rows]


def ukrainian(world: World, name: str) -> Api:
    asking = api(world, name)
    asking.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "uk"
    return asking


class TestMessage:
    def test_it_waits_for_a_word_and_nothing_of_it_is_repeated(self, world: World) -> None:
        thread = a_thread(world)
        said = {"client_id": str(uuid7()), "body": f"  {WORDS} "}
        answer = ukrainian(world, "officer").post(f"threads/{thread.pk}/messages", said)
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["errors"]) == (422, "personal_data", [FAULT])
        assert PHONE not in answer.content.decode()
        assert not Message.objects.exists()

    def test_what_is_confirmed_is_stored_and_noted_without_its_words(self, world: World) -> None:
        thread = a_thread(world)
        said = {"client_id": str(uuid7()), "body": WORDS, "confirmed": ["phone", "iban"]}
        answer = api(world, "officer").post(f"threads/{thread.pk}/messages", said)
        assert (answer.status_code, answer.json()["body"]) == (201, WORDS)
        assert noted("message_posted") == [["phone"]]

    def test_an_older_client_that_confirms_nothing_loses_nothing(self, world: World) -> None:
        """It sends the same again, confirmed, and then once more as it was."""
        thread, officer = a_thread(world), api(world, "officer")
        said = {"client_id": str(uuid7()), "body": WORDS}
        path = f"threads/{thread.pk}/messages"
        sent = [said, {**said, "confirmed": ["phone"]}, said]
        assert [officer.post(path, one).status_code for one in sent] == [422, 201, 200]

    def test_of_messages_that_come_together_only_that_one_waits(self, world: World) -> None:
        thread, actor = a_thread(world), world.actor("officer")
        posts = [NewMessage(actor=actor, client_id=uuid7(), body=body) for body in ("Так", WORDS, "Ні")]
        first, second, third = post_messages(thread_id=thread.pk, posts=posts)
        assert isinstance(second, PersonalData)
        assert [one.number for one in (first, third) if isinstance(one, Message)] == [1, 2]

    def test_what_one_command_of_a_socket_confirms_is_not_confirmed_for_the_next(self, world: World) -> None:
        thread, actor = a_thread(world), world.actor("officer")
        said = {"thread_id": str(thread.pk), "body": WORDS}
        more: tuple[dict[str, Any], ...] = ({"confirmed": ["phone"]}, {})
        asked = [(actor, parse_post_command({**said, **one, "client_id": str(uuid7())})) for one in more]
        first, second = handle_post_commands(asked)
        assert isinstance(first, dict)
        assert isinstance(second, PersonalData)
        assert noted("message_posted") == [["phone"]]

    def test_who_may_not_speak_is_told_that_and_nothing_else(self, world: World) -> None:
        said = {"client_id": str(uuid7()), "body": WORDS}
        thread = a_thread(world)
        statuses = [
            api(world, name).post(f"threads/{thread.pk}/messages", said).status_code
            for name in ("observer", "outsider")
        ]
        assert statuses == [403, 404]

    def test_the_key_of_somebody_who_is_named_is_no_number(self, world: World) -> None:
        key = world.people["teacher"].pk
        thread = a_thread(world)
        body = f"@[Олена 067 123 45 67](person:{key}) просить слова"
        assert say(world, "officer", thread, body).posted_by.disclosed == ()

    def test_a_kind_that_is_none_is_refused(self, world: World) -> None:
        said = {"client_id": str(uuid7()), "body": "Так", "confirmed": ["everything"]}
        answer = api(world, "officer").post(f"threads/{a_thread(world).pk}/messages", said)
        assert [one["pointer"] for one in answer.json()["errors"]] == ["/confirmed/0"]


class TestFiles:
    """Their names and what is said of them are read by whoever reads the message."""

    def test_each_waits_for_a_word_where_it_stands(self, world: World) -> None:
        thread, actor = a_thread(world), world.actor("officer")
        facts = {"media_type": "image/png", "size": 6, "width": 2, "height": 2}
        brought = [
            NewAttachment(file_id=uuid7(), facts={"name": name, **facts}, alt=alt)
            for name, alt in (("план.png", WORDS), (f"Петро {PHONE}.png", "План"))
        ]
        with pytest.raises(PersonalData) as refused:
            say(world, "officer", thread, "Ось", attachments=brought)
        places = [(one.pointer, one.code) for one in refused.value.errors]
        assert places == [("/attachments/0/alt", "phone"), ("/attachments/1/file_id", "phone")]
        knowing = actor.with_confirmed(["phone"])
        told = NewMessage(actor=knowing, client_id=uuid7(), body="Ось", attachments=brought)
        (said,) = post_messages(thread_id=thread.pk, posts=[told])
        assert isinstance(said, Message)
        assert noted("message_posted") == [["phone"]]


class TestStep:
    def test_why_it_is_opened_again_waits_for_a_word(self, world: World) -> None:
        thread, leader = a_thread_in(world, ThreadState.CLOSED), api(world, "facilitator")
        path, step = f"threads/{thread.pk}/transitions", {"to": "open", "reason": WORDS}
        refused = leader.post(path, step, **if_match(thread))
        assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/reason", "phone")]
        assert leader.post(path, {**step, "confirmed": ["phone"]}, **if_match(thread)).status_code == 200
        assert noted("thread_changed")[-1] == ["phone"]


class TestOtherWords:
    def test_what_they_add_is_asked_about_and_what_stood_there_is_not(self, world: World) -> None:
        message = say(world, "officer", a_thread(world), WORDS, confirmed=["phone"])
        officer, path = api(world, "officer"), f"messages/{message.pk}"
        assert officer.patch(path, {"body": f"{WORDS}!"}, **{"If-Match": '"1"'}).status_code == 200
        more = {"body": f"{WORDS}, petro@example.ua"}
        refused = officer.patch(path, more, **{"If-Match": '"2"'})
        assert [one["code"] for one in refused.json()["errors"]] == ["email"]
        told = officer.patch(path, {**more, "confirmed": ["email"]}, **{"If-Match": '"2"'})
        assert told.status_code == 200
        assert noted("message_edited") == [[], ["email"]]


class TestQuestion:
    def test_a_new_one_waits_for_a_word(self, world: World) -> None:
        leader, path = api(world, "facilitator"), f"groups/{world.group.pk}/threads"
        both = {**TITLE, "title_en": f"Call {PHONE}?"}
        refused = leader.post(path, both)
        faults = [(one["pointer"], one["code"], one["span"]) for one in refused.json()["errors"]]
        assert faults == [("/title", "phone", [12, 25]), ("/title_en", "phone", [5, 18])]
        assert not Thread.objects.exists()
        assert leader.post(path, {**both, "confirmed": ["phone"]}).status_code == 201
        assert leader.post(path, {**both, "confirmed": ["phone"], "draft": True}).status_code == 201
        assert (noted("thread_opened"), noted("thread_drafted")) == ([["phone"]], [["phone"]])

    def test_so_does_another_wording_of_it(self, world: World) -> None:
        thread, leader = a_thread(world), api(world, "facilitator")
        path, head = f"threads/{thread.pk}", if_match(thread)
        assert leader.patch(path, {"title": TITLE["title"]}, **head).status_code == 422
        changed = leader.patch(path, {"title": TITLE["title"], "confirmed": ["phone"]}, **head)
        assert changed.status_code == 200
        thread.refresh_from_db()
        assert leader.patch(path, {"purpose": Purpose.ANNOUNCE}, **if_match(thread)).status_code == 200
        assert noted("thread_changed") == [["phone"], []]

    def test_a_talk_about_an_item_repeats_what_the_item_says(self, world: World) -> None:
        item = an_item(world, title_uk=WORDS)
        thread_id = open_discussion(actor=world.actor("teacher"), action_id=item.pk)
        assert PHONE in Thread.objects.get(pk=thread_id).title_uk
        assert noted("thread_opened") == [[]]
