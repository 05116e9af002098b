"""Many at once, each on a connection of its own: nothing is lost, doubled or out of order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from dialogue.common.number_ranges import merge_spans
from dialogue.lifecycle.pinning import MAX_PINNED, pin_thread
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import (
    Message,
    Support,
    Thread,
    ThreadReading,
    ThreadState,
    Visibility,
)
from dialogue.posting.editing import edit_message
from dialogue.reactions.services import support_message
from dialogue.reading.services import mark_read
from dialogue.threads.events import group_topic, topic_of
from tests.cast import World, a_world
from tests.dialogue.helpers import a_thread, at_once, restrict, say, step
from tests.groups.helpers import in_turn
from viche.kernel.errors import Conflict, DomainError, Forbidden
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, TopicEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SPEAKERS = ("facilitator", "secretary", "officer", "teacher", "councillor")


@pytest.fixture
def here() -> World:
    return a_world("Тут")


def places(topic: str) -> list[tuple[int, UUID]]:
    """The events of a topic, by number."""
    return list(
        TopicEntry.objects.filter(topic_id=topic).order_by("seq").values_list("seq", "event__subject_id")
    )


def entries(topic: str) -> list[TopicEntry]:
    """What a topic tells, in its order."""
    return list(TopicEntry.objects.filter(topic_id=topic).select_related("event").order_by("seq"))


def speakers(count: int) -> Iterator[str]:
    yield from (SPEAKERS[number % len(SPEAKERS)] for number in range(count))


def test_two_who_pin_at_once_do_not_pass_the_most(here: World) -> None:
    threads = [a_thread(here) for _number in range(MAX_PINNED + 3)]
    for thread in threads[: MAX_PINNED - 1]:
        pin_thread(actor=here.actor("facilitator"), thread_id=thread.pk)
    answers = at_once(
        *(
            lambda thread=thread: pin_thread(actor=here.actor("facilitator"), thread_id=thread.pk)
            for thread in threads[MAX_PINNED - 1 :]
        )
    )
    assert sum(isinstance(one, Thread) for one in answers) == 1
    assert Thread.objects.filter(pinned_at__isnull=False).count() == MAX_PINNED


def test_a_correction_waits_for_who_closes(here: World) -> None:
    thread = a_thread(here)
    message = say(here, "officer", thread)

    def correct() -> Message:
        return edit_message(
            actor=here.actor("officer"), message_id=message.pk, body="Інакше", expected_version=1
        )

    held = Thread.objects.filter(pk=thread.pk)
    closed, refusal = in_turn(held, lambda: step(here, thread, ThreadState.CLOSED), correct)
    assert isinstance(closed, Thread)
    assert isinstance(refusal, Forbidden)
    assert refusal.reason == "thread_closed"
    assert Message.objects.get(pk=message.pk).version == 1


def test_twenty_post_to_one_thread(here: World) -> None:
    thread = a_thread(here)
    before = get_head(topic_of(thread.pk)), get_head(group_topic(here.group.pk))

    def five(name: str) -> Callable[[], list[Message]]:
        return lambda: [say(here, name, thread) for _ in range(5)]

    posted = [one for some in at_once(*(five(name) for name in speakers(20))) for one in some]
    rows = list(Message.objects.filter(thread=thread).order_by("number"))
    assert [row.number for row in rows] == list(range(1, 101))
    assert {row.pk: row.number for row in rows} == {one.pk: one.number for one in posted}
    thread.refresh_from_db()
    assert thread.message_count == 100
    # In both topics: no gap, and the order of the numbers.
    for topic, after in zip((topic_of(thread.pk), group_topic(here.group.pk)), before, strict=True):
        found = [(seq, pk) for seq, pk in places(topic) if seq > after]
        assert [seq for seq, _pk in found] == list(range(after + 1, after + 101))
        assert [pk for _seq, pk in found] == [row.pk for row in rows]
    for name in SPEAKERS:
        reading = ThreadReading.objects.get(thread=thread, person=here.people[name])
        own = [(row.number, row.number) for row in rows if row.author_id == here.people[name].pk]
        assert (reading.ranges, reading.seen) == (merge_spans(own), len(own))


def test_many_threads_of_a_group_share_its_topic(here: World) -> None:
    threads = [a_thread(here) for _ in range(4)]
    after = get_head(group_topic(here.group.pk))

    def some(number: int, name: str) -> Callable[[], list[Message]]:
        return lambda: [say(here, name, threads[(number + turn) % 4]) for turn in range(4)]

    at_once(*(some(number, name) for number, name in enumerate(speakers(12))))
    assert [seq for seq, _pk in places(group_topic(here.group.pk)) if seq > after] == list(
        range(after + 1, after + 49)
    )
    for thread in threads:
        numbers = Message.objects.filter(thread=thread).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, 13))


def test_the_same_message_ten_times_at_once_is_stored_once(here: World) -> None:
    thread, client_id = a_thread(here), uuid7()
    answers = at_once(*[lambda: say(here, "officer", thread, client_id=client_id)] * 10)
    stored = Message.objects.get()
    assert {one.pk for one in answers} == {stored.pk}
    assert [one.is_new for one in answers].count(True) == 1
    thread.refresh_from_db()
    assert (thread.message_count, stored.number) == (1, 1)
    assert get_head(topic_of(thread.pk)) == 2
    assert Event.objects.filter(kind="dialogue.message_posted").count() == 1


def test_one_name_for_different_messages_at_once_stores_one(here: World) -> None:
    threads, client_id = [a_thread(here), a_thread(here)], uuid7()

    def one(number: int) -> Callable[[], Message]:
        return lambda: say(here, "officer", threads[number % 2], f"Слова {number}", client_id=client_id)

    answers = at_once(*(one(number) for number in range(8)))
    stored = Message.objects.get()
    assert [one for one in answers if isinstance(one, Message)] == [stored]
    assert {one.reason for one in answers if isinstance(one, Conflict)} == {"client_id_reused"}
    assert sum(Thread.objects.values_list("message_count", flat=True)) == 1


def test_nothing_is_said_after_the_thread_was_closed(here: World) -> None:
    """Whoever comes after the closing is refused; what was acknowledged before it stands before it."""
    thread = a_thread(here)

    def talk(name: str) -> Callable[[], list[Any]]:
        def run() -> list[Any]:
            said: list[Any] = []
            for _ in range(10):
                try:
                    said.append(say(here, name, thread))
                except DomainError as error:
                    said.append(error.reason)
            return said

        return run

    def close() -> Thread:
        return step(here, Thread.objects.get(), ThreadState.CLOSED)

    results = at_once(*(talk(name) for name in speakers(6)), close)
    said = [one for some in results[:-1] for one in some]
    posted = [one for one in said if isinstance(one, Message)]
    assert {one for one in said if not isinstance(one, Message)} <= {"thread_closed"}
    thread.refresh_from_db()
    assert thread.message_count == len(posted) == Message.objects.count()
    order = [(one.event.kind, one.event.data.get("change")) for one in entries(topic_of(thread.pk))]
    assert order[-1] == ("dialogue.thread_changed", "closed")


def test_the_group_hears_nothing_after_the_thread_was_restricted(here: World) -> None:
    thread = a_thread(here)

    def talk() -> None:
        for _ in range(15):
            say(here, "officer", thread)

    at_once(talk, talk, lambda: restrict(here, Thread.objects.get(), organisations=("police",)))
    heard = (
        TopicEntry.objects.filter(topic_id=group_topic(here.group.pk)).select_related("event").order_by("seq")
    )
    kinds = [one.event.kind for one in heard if one.event.kind.startswith("dialogue.")]
    assert kinds[-1] == "dialogue.thread_changed"
    assert Message.objects.count() == 30


def test_two_pages_of_one_reader_lose_nothing(here: World) -> None:
    thread = a_thread(here)
    for name in speakers(20):
        say(here, name, thread)

    def read(number: int) -> Callable[[], ThreadReading]:
        return lambda: mark_read(actor=here.actor("observer"), thread_id=thread.pk, ranges=[(number, number)])

    at_once(*(read(number) for number in range(1, 21)))
    reading = ThreadReading.objects.get(thread=thread, person=here.people["observer"])
    assert (reading.ranges, reading.seen) == (((1, 20),), 20)


def test_two_leaders_at_once_do_not_overwrite_each_other(here: World) -> None:
    thread = a_thread(here)
    version = thread.version

    def take(organisation: str) -> Callable[[], Thread]:
        return lambda: set_audience(
            actor=here.actor("facilitator"),
            thread_id=thread.pk,
            expected_version=version,
            visibility=Visibility.RESTRICTED,
            organisation_ids=[here.organisations[organisation].pk],
        )

    answers = at_once(take("police"), take("school"))
    assert sorted(type(one).__name__ for one in answers) == ["Stale", "Thread"]
    assert Thread.objects.get().audience.count() == 1


def test_support_at_once_counts_each_person_once(here: World) -> None:
    message = say(here, "officer", a_thread(here))

    def support(name: str) -> Callable[[], Message]:
        return lambda: support_message(actor=here.actor(name), message_id=message.pk)

    at_once(*(support(name) for name in speakers(15)))
    assert Support.objects.filter(message=message).count() == 5
    assert get_head(topic_of(message.thread_id)) == 7  # opened, posted, five supports
