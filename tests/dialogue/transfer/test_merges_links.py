"""What leads on from a thread that went on in another one, and who is told of it where."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.acknowledgements.services import make_must_read
from dialogue.email_replies.services import POSTED, REFUSED, post_reply
from dialogue.models import Attention, Message, Thread, ThreadAttention
from dialogue.posting.editing import withdraw_message
from dialogue.posting.services import post_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.reading.mute_links import build_mute_path
from dialogue.reading.subscriptions import set_notification_level
from dialogue.threads.events import group_topic, topic_of
from tests.cast import SYSTEM, World
from tests.dialogue.export.test_export import paper
from tests.dialogue.helpers import a_thread, api, merge, part, restrict, say
from tests.dialogue.timeline.replica import frames
from tests.dialogue.timeline.test_frames import follow_group, follow_thread
from tests.dialogue.transfer.test_splits import talk
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def answer_by_mail(world: World, name: str, message_id: UUID, text: str = "Згода") -> str | None:
    return post_reply(
        actor=SYSTEM,
        person_id=world.people[name].pk,
        message_id=message_id,
        client_id=uuid7(),
        text=text,
        has_files=False,
        group_id=world.group.pk,
    )


def test_an_answer_by_mail_stands_where_the_message_is(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    first, gone = talk(world, thread, 2)
    withdraw_message(actor=world.actor("teacher"), message_id=gone.pk, expected_version=1)
    merge(world, thread, into)
    assert answer_by_mail(world, "councillor", first.pk) == POSTED
    said = Message.objects.get(author=world.people["councillor"])
    assert (said.thread_id, said.number, said.parent_id) == (into.pk, 2, first.pk)
    assert answer_by_mail(world, "councillor", gone.pk) == REFUSED
    told = Event.objects.get(kind="dialogue.answer_by_mail_refused")
    assert told.data["why"] == "thread_merged"


def test_the_address_of_an_old_mail_mutes_where_it_goes_on(world: World, client: Client) -> None:
    threads = [a_thread(world) for _ in range(3)]
    teacher = world.people["teacher"]
    set_notification_level(actor=world.actor("teacher"), thread_id=threads[0].pk, level=Attention.ALL)
    path = build_mute_path(teacher.pk, threads[0].pk)
    merge(world, threads[0], threads[1])
    merge(world, threads[1], threads[2])
    answer = client.post(path)
    assert answer.status_code == 200
    assert f"/threads/{threads[2].pk}" in answer.content.decode()
    assert ThreadAttention.objects.get(person=teacher, thread=threads[2]).level == Attention.MUTED


def test_paper_and_archive_say_where_it_went_on(world: World) -> None:
    thread, into = a_thread(world), a_thread(world, title_uk="Таємна назва")
    talk(world, thread, 1)
    facts = {one["name"]: one["value"] for one in paper(world, thread)["facts"]}
    assert "Триває" not in facts
    merge(world, thread, into)
    told = paper(world, thread)
    facts = {one["name"]: one["value"] for one in told["facts"]}
    # Nobody is known to see that thread.
    assert facts["Триває"] == "у темі, якої ви не бачите"
    assert "Таємна" not in str(told)
    assert told["messages"][0]["lines"] == ["Повідомлення перенесено до іншої теми."]


def test_who_was_away_is_told_that_it_was_merged(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    merge(world, thread, into)
    told = api(world, "observer").get(f"threads/{thread.pk}/catch-up").json()["happenings"]
    assert "merged" in [one["what"] for one in told]
    assert "closed" not in [one["what"] for one in told]


def test_pages_of_both_threads_and_of_the_group_follow(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, thread, 3)
    talk(world, into, 2)
    pages: list[Any] = [
        follow_thread(world, name, one) for name in ("officer", "observer") for one in (thread, into)
    ]
    pages += [follow_group(world, name) for name in ("officer", "observer")]
    merge(world, thread, into)
    say(world, "teacher", into)
    for page in pages:
        page.follow()
        assert page.state == page.fresh()


def test_what_is_heard_of_it_are_ids_at_the_most(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, thread, 1)
    merge(world, thread, into, reason="Таємна причина")
    nobody = {"thread_id": None, "into_id": None}
    both = {"thread_id": str(thread.pk), "into_id": str(into.pk)}
    for topic, known in (
        (topic_of(thread.pk), nobody),
        (topic_of(into.pk), nobody),
        (group_topic(world.group.pk), both),
    ):
        (heard,) = [one for one in frames(topic, 0) if one["kind"] == "dialogue.thread_merged"]
        assert heard["data"] == known
    # No replay of the thread that went tells what was said there.
    told = [one["data"] for one in frames(topic_of(thread.pk), 0) if one["kind"] == "dialogue.message_posted"]
    assert told == [None]


def test_where_the_other_one_is_restricted_since_nobody_else_is_told_of_it(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, thread, 1)
    merge(world, thread, into)
    restrict(world, into, organisations=("police",))
    reader = api(world, "teacher")
    (told,) = reader.get(f"threads/{thread.pk}/merges").json()["items"]
    assert (told["source"]["id"], told["into"]) == (str(thread.pk), None)
    (stone,) = reader.get(f"threads/{thread.pk}/messages", around=1).json()["items"]
    assert (stone["body"], stone["html"]) == ("", "")
    assert reader.get("link-cards", refs=f"message:{thread.pk}:1").json()["items"] == []


def test_pages_hear_that_who_merged_them_is_erased(world: World) -> None:
    thread, into = a_thread(world, by="officer"), a_thread(world, by="officer")
    merge(world, thread, into)
    who = world.people["facilitator"].pk
    anonymise_author(actor=SYSTEM, person_id=who, pseudonym="№ 7", removes_messages=False)
    told_of = Event.objects.filter(kind="dialogue.author_erased").values_list("subject_id", flat=True)
    assert {thread.pk, into.pk} <= set(told_of)


def test_as_many_queries_for_many_messages_as_for_few(world: World) -> None:
    def cost(count: int) -> int:
        thread, into = a_thread(world), a_thread(world)
        talk(world, thread, count)
        with CaptureQueriesContext(connection) as queries:
            merge(world, thread, into)
        return len(queries)

    cost(1)  # what is looked up once
    assert cost(3) == cost(30)


def test_what_is_done_to_a_message_that_went_meanwhile_is_told_where_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes after who asks has found its thread, and before they hold it."""
    thread = a_thread(world)
    message, _other = talk(world, thread, 2)
    facts = "dialogue.messages.loaders.Thread"
    held = Thread.objects
    gone: list[Thread] = []

    class Waits:
        """As somebody who had the thread does."""

        objects = property(lambda self: self._hold())

        def _hold(self) -> Any:
            if not gone:
                gone.append(part(world, Thread.objects.get(pk=thread.pk), message.number))
            return held

    monkeypatch.setattr(facts, Waits())
    make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=None)
    event = Event.objects.get(kind="dialogue.message_made_must_read")
    assert event.data["thread_id"] == str(gone[0].pk)


def test_what_was_written_without_a_line_is_refused_with_the_reason(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    merge(world, thread, into)
    body: dict[str, Any] = {"client_id": str(uuid7()), "body": "Писано в укритті"}
    answer = api(world, "teacher").post(f"threads/{thread.pk}/messages", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "thread_merged")
    assert "в іншій темі" in answer.json()["detail"]
    said = post_message(actor=world.actor("teacher"), thread_id=into.pk, **body)
    assert said.number == 1
