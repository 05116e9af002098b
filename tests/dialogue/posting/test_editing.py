"""Whoever wrote a message puts it in other words or takes it back; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Message, MessageRevision, ThreadState
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.reactions.services import support_message
from groups.mandates.services import end_mandate
from groups.models import Role
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.dialogue.helpers import Api, a_restricted_thread, a_thread, api, pointers, say, step
from viche.kernel.errors import Forbidden, Stale
from viche.kernel.models import Event
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
Act = Callable[[], object]
SECRET = "Дзвоніть Петру: 067 123 45 67"


def reword(world: World, message: Message, body: str, by: str = "officer", version: int = 0) -> Message:
    return edit_message(
        actor=world.actor(by),
        message_id=message.pk,
        body=body,
        expected_version=version or Message.objects.get(pk=message.pk).version,
    )


def take_back(world: World, message: Message, by: str = "officer") -> Message:
    version = Message.objects.get(pk=message.pk).version
    return withdraw_message(actor=world.actor(by), message_id=message.pk, expected_version=version)


def earlier(world: World, message: Message, by: str = "teacher") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api(world, by).get(f"messages/{message.pk}/revisions").json()["items"]
    return found


class TestOtherWords:
    def test_the_new_words_are_shown_and_the_earlier_ones_stay_beside_them(self, world: World) -> None:
        message = say(world, "officer", a_thread(world), "Пандус є")
        answer = api(world, "officer").patch(
            f"messages/{message.pk}", {"body": "Пандуса **немає**"}, **{"If-Match": '"1"'}
        )
        assert answer.status_code == 200, answer.content
        shown = answer.json()
        assert shown["html"] == "<p>Пандуса <strong>немає</strong></p>\n"
        assert (shown["number"], shown["version"], answer["ETag"]) == (1, 2, '"2"')
        assert shown["edited_at"] is not None
        reword(world, message, "Пандус будують")
        told = earlier(world, message)[::-1]
        assert [(one["version"], one["body"]) for one in told] == [(1, "Пандус є"), (2, "Пандуса **немає**")]
        assert told[1]["html"] == shown["html"]
        assert told[0]["written_at"] == shown["posted_at"] < told[1]["written_at"] == shown["edited_at"]

    def test_the_same_words_change_nothing(self, world: World) -> None:
        message = say(world, "officer", a_thread(world), "Пандус є")
        before = Event.objects.count()
        assert reword(world, message, "  Пандус є\n").version == 1
        assert (Event.objects.count(), MessageRevision.objects.count()) == (before, 0)

    def test_a_message_sent_again_after_that_is_the_same_message(self, world: World) -> None:
        thread = a_thread(world)
        message = say(world, "officer", thread, "Пандус є")
        reword(world, message, "Пандуса немає")
        again = say(world, "officer", thread, "Пандус є", client_id=message.client_id)
        assert (again.pk, again.is_new, again.body) == (message.pk, False, "Пандуса немає")

    def test_of_two_browsers_of_one_person_the_later_one_is_told(self, world: World) -> None:
        message = say(world, "officer", a_thread(world), "Пандус є")
        reword(world, message, "Пандуса немає", version=1)
        with pytest.raises(Stale):
            reword(world, message, "Пандус будують", version=1)
        assert Message.objects.get(pk=message.pk).body == "Пандуса немає"

    @pytest.mark.parametrize(
        ("body", "fault"),
        [
            ({"body": " \n "}, ("/body", "blank")),
            ({"body": "а" * 10_001}, ("/body", "max_length")),
            ({"body": "Ціна \u202e001"}, ("/body", "direction")),
            ({}, ("/body", "required")),
            ({"body": "Так", "number": 7}, ("/number", "unknown")),
        ],
    )
    def test_what_cannot_be_said_cannot_be_said_by_a_correction(
        self, world: World, body: dict[str, Any], fault: tuple[str, str]
    ) -> None:
        message = say(world, "officer", a_thread(world), "Пандус є")
        answer = api(world, "officer").patch(f"messages/{message.pk}", body, **{"If-Match": '"1"'})
        assert (answer.status_code, pointers(answer)) == (422, [fault])
        assert Message.objects.get(pk=message.pk).version == 1


class TestTakenBack:
    def test_a_stone_stays_and_no_word_of_it_anywhere(self, world: World) -> None:
        thread = a_thread(world)
        message = say(world, "officer", thread, SECRET, confirmed=["phone"])
        reword(world, message, f"{SECRET}!")
        reply = say(world, "teacher", thread, "Дякую", reply_to=message.pk)
        support_message(actor=world.actor("teacher"), message_id=message.pk)
        answer = api(world, "officer").client.delete(
            f"/api/v1/messages/{message.pk}", headers={"If-Match": '"2"'}
        )
        assert answer.status_code == 200, answer.content
        shown = answer.json()
        assert (shown["deleted"], shown["body"], shown["html"], shown["supporters"]) == (True, "", "", [])
        page = api(world, "teacher").get(f"threads/{thread.pk}/messages").json()["items"]
        assert [one["number"] for one in page] == [1, 2]
        assert page[1]["reply_to"] == str(message.pk) == str(reply.parent_id)
        assert earlier(world, message) == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(t::text, '') FROM dialogue_message t")
            (rows,) = cursor.fetchone()
            cursor.execute("SELECT coalesce(string_agg(t::text, ''), '') FROM dialogue_messagerevision t")
            (kept,) = cursor.fetchone()
        assert "067 123" not in rows + kept

    def test_it_is_not_put_in_other_words_any_more(self, world: World) -> None:
        message = say(world, "officer", a_thread(world))
        take_back(world, message)
        acts: list[Act] = [lambda: reword(world, message, "Знову"), lambda: take_back(world, message)]
        for act in acts:
            with pytest.raises(Forbidden) as refused:
                act()
            assert refused.value.reason == "message_deleted"

    def test_the_list_of_threads_shows_no_word_of_it(self, world: World) -> None:
        thread = a_thread(world)
        take_back(world, say(world, "officer", thread, SECRET, confirmed=["phone"]))
        listed = api(world, "teacher").get(f"groups/{world.group.pk}/threads")
        assert listed.json()["items"][0]["last_message"]["excerpt"] == ""
        assert "Петру" not in listed.content.decode()


class TestWhoMay:
    @pytest.mark.parametrize("name", ["facilitator", "teacher", "observer"])
    def test_nobody_speaks_for_somebody_else(self, world: World, name: str) -> None:
        message = say(world, "officer", a_thread(world))
        acts: list[Act] = [
            lambda: reword(world, message, "Інакше", by=name),
            lambda: take_back(world, message, by=name),
        ]
        for act in acts:
            with pytest.raises(Forbidden) as refused:
                act()
            assert refused.value.reason == "not_author"

    def test_the_word_of_an_organisation_is_not_changed_by_who_no_longer_speaks_for_it(
        self, world: World
    ) -> None:
        thread = a_thread(world)
        ours = say(world, "officer", thread, on_behalf=True)
        own = say(world, "officer", thread)
        assert take_back(world, say(world, "officer", thread, on_behalf=True)).is_deleted
        mandate = a_mandate(world.people["officer"], world.organisations["ngo"])
        a_seat(world.group, mandate, Role.MEMBER)
        end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення")
        with pytest.raises(Forbidden) as refused:
            take_back(world, ours)
        assert refused.value.reason == "voice_passed_on"
        assert take_back(world, own).is_deleted

    def test_what_is_closed_stays_as_it_was_said(self, world: World) -> None:
        thread = a_thread(world)
        message = say(world, "officer", thread)
        step(world, thread, ThreadState.CLOSED)
        with pytest.raises(Forbidden) as refused:
            take_back(world, message)
        assert refused.value.reason == "thread_closed"

    def test_without_the_version_nothing_is_corrected(self, world: World) -> None:
        message = say(world, "officer", a_thread(world))
        line = api(world, "officer")
        assert line.patch(f"messages/{message.pk}", {"body": "Так"}).status_code == 428
        assert line.delete(f"messages/{message.pk}").status_code == 428
        stale = line.patch(f"messages/{message.pk}", {"body": "Так"}, **{"If-Match": '"9"'})
        assert stale.status_code == 412


def test_reading_the_earlier_words_of_something_restricted_is_written_down(world: World) -> None:
    message = say(world, "officer", a_restricted_thread(world, organisations=("police",)), "Між нами")
    reword(world, message, "Лише між нами")
    AccessRecord.objects.all().delete()
    assert len(earlier(world, message, by="facilitator")) == 1
    assert AccessRecord.objects.filter(reader=world.people["facilitator"]).exists()
    assert api(world, "teacher").get(f"messages/{message.pk}/revisions").status_code == 404


def test_who_wants_their_words_gone_leaves_no_earlier_ones(world: World) -> None:
    message = say(world, "officer", a_thread(world), SECRET, confirmed=["phone"])
    reword(world, message, "Інакше")
    anonymise_author(
        actor=SYSTEM, person_id=world.people["officer"].pk, pseudonym="№ 7", removes_messages=True
    )
    assert (MessageRevision.objects.count(), Message.objects.get(pk=message.pk).body) == (0, "")


def test_ten_earlier_wordings_cost_as_many_queries_as_one(world: World) -> None:
    message = say(world, "officer", a_thread(world), "0")
    line: Api = api(world, "teacher")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert line.get(f"messages/{message.pk}/revisions").status_code == 200
        return len(queries)

    reword(world, message, "1")
    asked()
    one = asked()
    for number in range(2, 12):
        reword(world, message, str(number))
    assert (asked(), len(earlier(world, message))) == (one, 11)


def test_earlier_wordings_come_page_by_page_the_latest_first(world: World) -> None:
    message = say(world, "officer", a_thread(world), "0")
    for number in range(1, 6):
        reword(world, message, str(number))
    line, path = api(world, "teacher"), f"messages/{message.pk}/revisions"
    found: list[str] = []
    page = line.get(path, limit=2).json()
    while page["next_cursor"] is not None:
        assert len(page["items"]) == 2
        found += [one["body"] for one in page["items"]]
        page = line.get(path, limit=2, cursor=page["next_cursor"]).json()
    assert [*found, *(one["body"] for one in page["items"])] == ["4", "3", "2", "1", "0"]
    for asked, code in (
        ({"cursor": "bm9wZQ"}, "bad_cursor"),
        ({"limit": "0"}, "bad_limit"),
        ({"q": "1"}, "bad_query"),
    ):
        refused = line.get(path, **asked)
        assert (refused.status_code, refused.json()["code"]) == (400, code)
