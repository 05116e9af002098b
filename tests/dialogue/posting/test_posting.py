"""Posting: numbered without gaps, stored once, in one statement that writes what the event log would."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.messages.events import MessagePosted
from dialogue.models import Message, ThreadReading, ThreadState
from dialogue.posting.context import _build_statement
from dialogue.posting.services import post_message
from dialogue.threads.events import group_topic, topic_of
from groups.models import Role
from tests.cast import World, a_mandate, a_seat
from tests.dialogue.helpers import a_restricted_thread, a_thread, a_thread_in, say, step
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import get_head, open_unit_of_work, record, register_subscriber
from viche.kernel.events.subscribers import SUBSCRIBERS
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, OutboxEntry, TopicEntry

pytestmark = pytest.mark.django_db
PARAMETERS = ("thread_id", "asked", "now")


def test_messages_are_numbered_from_one_without_gaps(world: World) -> None:
    thread, other = a_thread(world), a_thread(world)
    numbers = [say(world, name, thread).number for name in ("officer", "teacher", "officer")]
    assert numbers == [1, 2, 3]
    assert say(world, "officer", other).number == 1
    thread.refresh_from_db()
    assert thread.message_count == 3


def test_a_message_makes_its_thread_the_most_recently_active(world: World) -> None:
    first, second = a_thread(world), a_thread(world)
    message = say(world, "officer", first)
    first.refresh_from_db()
    assert first.active_at == message.posted_at > second.active_at


def test_however_many_messages_there_are_none_is_looked_through(world: World) -> None:
    """In the plan that a session keeps: EXISTS would be answered by a hash of some thousand messages."""
    thread = a_thread(world)
    author = world.people["officer"]
    Message.objects.bulk_create(
        Message(thread=thread, number=number, author=author, client_id=uuid7(), body="Так", posted_at=now())
        for number in range(1, 3001)
    )
    statement = re.sub(r"%\((\w+)\)s", lambda found: f"${PARAMETERS.index(found[1]) + 1}", _build_statement())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE dialogue_message")
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {statement}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "dialogue_message" in plan
    assert "Seq Scan on dialogue_message" not in plan, plan


def test_what_one_wrote_oneself_counts_as_read(world: World) -> None:
    thread = a_thread(world)
    say(world, "teacher", thread)
    say(world, "officer", thread)
    say(world, "officer", thread)
    reading = ThreadReading.objects.get(thread=thread, person=world.people["officer"])
    assert (reading.ranges, reading.seen) == (((2, 3),), 2)


def test_the_stored_message_is_what_the_service_returned(world: World) -> None:
    thread = a_thread(world)
    parent = say(world, "teacher", thread)
    message = say(world, "officer", thread, "Так, **18°**", reply_to=parent.pk, on_behalf=True)
    stored = Message.objects.get(pk=message.pk)
    names = [field.attname for field in Message._meta.concrete_fields]
    assert {name: getattr(stored, name) for name in names} == {name: getattr(message, name) for name in names}
    assert stored.mandate_id == world.mandates["officer"].pk
    assert stored.html == "<p>Так, <strong>18°</strong></p>\n"


def test_posting_takes_two_statements(world: World) -> None:
    thread = a_thread(world)
    with CaptureQueriesContext(connection) as queries:
        say(world, "officer", thread)
    statements = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == 2, "\n".join(statements)


# ---- once ------------------------------------------------------------------------------------------------


def test_the_same_message_sent_again_is_found(world: World) -> None:
    thread, client_id = a_thread(world), uuid7()
    first = say(world, "officer", thread, client_id=client_id)
    again = say(world, "officer", thread, client_id=client_id)
    assert (first.is_new, again.is_new) == (True, False)
    assert (first.pk, first.number) == (again.pk, again.number)
    assert Message.objects.count() == 1
    assert get_head(topic_of(thread.pk)) == 2  # opened, posted


def test_it_is_found_also_when_the_thread_was_closed_meanwhile(world: World) -> None:
    thread, client_id = a_thread(world), uuid7()
    first = say(world, "officer", thread, client_id=client_id)
    step(world, thread, ThreadState.CLOSED)
    assert say(world, "officer", thread, client_id=client_id).pk == first.pk


@pytest.mark.parametrize("difference", ["body", "reply_to", "on_behalf", "thread", "mandate"])
def test_another_message_under_the_same_name_is_a_conflict(world: World, difference: str) -> None:
    thread, client_id = a_thread(world), uuid7()
    parent = say(world, "teacher", thread)
    facts: dict[str, Any] = {"body": "Перше", "client_id": client_id}
    say(world, "officer", thread, **facts)
    changes: dict[str, dict[str, Any]] = {
        "body": {"body": "Друге"},
        "reply_to": {"reply_to": parent.pk},
        "on_behalf": {"on_behalf": True},
        "thread": {},
        "mandate": {"mandate_id": world.mandates["teacher"].pk},
    }
    facts |= changes[difference]
    with pytest.raises(Conflict) as refusal:
        say(world, "officer", a_thread(world) if difference == "thread" else thread, **facts)
    assert refusal.value.reason == "client_id_reused"


def test_two_people_may_choose_the_same_name(world: World) -> None:
    thread, client_id = a_thread(world), uuid7()
    first = say(world, "officer", thread, client_id=client_id)
    second = say(world, "teacher", thread, client_id=client_id)
    assert first.pk != second.pk


# ---- the event -------------------------------------------------------------------------------------------


def written(event_id: UUID) -> dict[str, Any]:
    """Everything that an event left behind, without what must differ."""
    event = Event.objects.get(pk=event_id)
    fields = ("kind", "version", "actor_id", "system", "subject_type", "subject_id", "data")
    topics = TopicEntry.objects.filter(event=event).order_by("topic_id").values_list("topic_id", flat=True)
    waiting = OutboxEntry.objects.filter(event=event).order_by("subscriber")
    return {
        **{name: getattr(event, name) for name in fields},
        "topics": list(topics),
        "outbox": [(one.subscriber, one.attempts, one.next_try_at == event.at) for one in waiting],
    }


@pytest.mark.parametrize("restricted", [False, True])
def test_the_hot_write_leaves_what_the_event_log_would(world: World, restricted: bool) -> None:
    """Both ways to write an event leave identical rows: a reader cannot tell which was taken."""
    thread = a_restricted_thread(world, organisations=("police",)) if restricted else a_thread(world)
    register_subscriber("tests.listener", kinds=("dialogue.message_posted",))(lambda event: None)
    try:
        message = say(world, "officer", thread)
        hot = Event.objects.get(kind="dialogue.message_posted")
        payload = MessagePosted(
            message_id=message.pk, thread_id=thread.pk, group_id=thread.group_id, shared=not restricted
        )
        with open_unit_of_work():
            record(world.actor("officer"), payload)
        plain = Event.objects.exclude(pk=hot.pk).get(kind="dialogue.message_posted")
        assert written(hot.pk) == written(plain.pk)
        assert written(hot.pk)["outbox"]
        assert hot.at == message.posted_at
        places = dict(TopicEntry.objects.filter(event=hot).values_list("topic_id", "seq"))
        after = dict(TopicEntry.objects.filter(event=plain).values_list("topic_id", "seq"))
        assert after == {topic: seq + 1 for topic, seq in places.items()}
    finally:
        del SUBSCRIBERS["tests.listener"]


def test_a_restricted_thread_is_silent_to_its_group(world: World) -> None:
    before = get_head(group_topic(world.group.pk))
    thread = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", thread)
    assert get_head(group_topic(world.group.pk)) == before
    assert get_head(topic_of(thread.pk)) == 2


# ---- for whom --------------------------------------------------------------------------------------------


def test_the_mandate_is_that_of_the_strongest_seat_unless_another_is_chosen(world: World) -> None:
    thread = a_thread(world)
    second = a_mandate(world.people["officer"], world.organisations["market"])
    a_seat(world.group, second, Role.SECRETARY)
    assert say(world, "officer", thread).mandate_id == second.pk
    chosen = say(world, "officer", thread, mandate_id=world.mandates["officer"].pk, on_behalf=True)
    assert chosen.mandate_id == world.mandates["officer"].pk


def test_nobody_speaks_through_the_mandate_of_another(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        say(world, "officer", a_thread(world), mandate_id=world.mandates["teacher"].pk)
    assert [(one.pointer, one.code) for one in refusal.value.errors] == [("/mandate_id", "not_yours")]


def test_the_system_has_no_voice(world: World) -> None:
    with pytest.raises(Forbidden):
        post_message(
            actor=Actor.for_system("tests"), thread_id=a_thread(world).pk, client_id=uuid7(), body="Увага"
        )


# ---- replies ---------------------------------------------------------------------------------------------


def test_a_reply_keeps_the_message_that_it_answers(world: World) -> None:
    thread = a_thread(world)
    first = say(world, "officer", thread)
    reply = say(world, "teacher", thread, reply_to=first.pk)
    assert say(world, "officer", thread, reply_to=reply.pk).parent_id == reply.pk


def test_a_reply_answers_a_message_of_the_same_thread(world: World) -> None:
    elsewhere = say(world, "officer", a_thread(world))
    for parent in (elsewhere.pk, uuid7()):
        with pytest.raises(Invalid) as refusal:
            say(world, "officer", a_thread(world), reply_to=parent)
        assert refusal.value.errors[0].pointer == "/reply_to"


# ---- the text --------------------------------------------------------------------------------------------

REFUSED = {
    "nothing": "",
    "spaces": " \n\t ",
    "zero width": "\u200b\u2060\ufeff",
    "nul": "а\x00б",
    "control": "а\x07б",
    "lone surrogate": "а\ud800",
    "override": "приклад \u202egnp.exe",
    "isolate": "\u2066прихований\u2069",
    "too long": "я" * 10_001,
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_a_body_that_cannot_be_kept_is_refused(world: World, body: str) -> None:
    thread = a_thread(world)
    with pytest.raises(Invalid) as refusal:
        say(world, "officer", thread, body)
    assert [one.pointer for one in refusal.value.errors] == ["/body"]
    thread.refresh_from_db()
    assert thread.message_count == 0


def test_the_length_counts_after_composition(world: World) -> None:
    """й typed as two code points is one letter."""
    message = say(world, "officer", a_thread(world), "и\u0306" * 10_000)
    assert message.body == "й" * 10_000


def test_an_outsider_cannot_tell_a_thread_from_nothing(world: World, elsewhere: World) -> None:
    for name, home in (("outsider", world), ("former", world), ("facilitator", elsewhere)):
        with pytest.raises(NotFound):
            say(home, name, a_thread(world))


@pytest.mark.parametrize(
    ("state", "reason"), [(ThreadState.CLOSED, "thread_closed"), (ThreadState.DRAFT, "thread_state")]
)
def test_only_an_open_thread_takes_messages(world: World, state: ThreadState, reason: str) -> None:
    with pytest.raises(Forbidden) as refusal:
        say(world, "facilitator", a_thread_in(world, state))
    assert refusal.value.reason == reason
