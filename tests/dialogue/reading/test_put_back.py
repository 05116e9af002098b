"""What was read waits again, for its reader alone."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.models import Thread, ThreadReading
from dialogue.reading.selectors import count_unread_messages
from dialogue.reading.services import mark_read, mark_unread
from tests.cast import World
from tests.dialogue.helpers import Api, a_restricted_thread, a_thread, api, pointers, say
from viche.kernel.models import Event, TopicEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(world: World) -> Thread:
    """Five messages, of which the teacher has read four and written one."""
    thread = a_thread(world)
    for name in ("officer", "officer", "teacher", "officer", "officer"):
        say(world, name, thread)
    mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 5)])
    return thread


def asked(line: Api, thread: Thread, number: Any) -> Any:
    return line.put(f"threads/{thread.pk}/unread", {"number": number})


def seen_by_the_teacher(world: World, thread: Thread) -> list[list[int]]:
    readers = api(world, "officer").get(f"threads/{thread.pk}/readers").json()["items"]
    teacher = str(world.people["teacher"].pk)
    (ranges,) = (one["ranges"] for one in readers if one["person"]["id"] == teacher)
    return list(ranges)


def test_it_waits_from_one_message_on_and_others_see_that_it_was_read(world: World, thread: Thread) -> None:
    answer = asked(api(world, "teacher"), thread, 3)
    assert answer.status_code == 200, answer.content
    assert answer.json() == {"ranges": [[1, 2]], "unread": 3, "first_unread": 3}
    assert count_unread_messages(world.actor("teacher")) == 3
    assert seen_by_the_teacher(world, thread) == [[1, 5]]
    shown = api(world, "teacher").get(f"threads/{thread.pk}").json()
    assert shown["reading"] == answer.json()


def test_read_again_it_is_as_before(world: World, thread: Thread) -> None:
    mark_unread(actor=world.actor("teacher"), thread_id=thread.pk, number=2)
    mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(2, 5)])
    row = ThreadReading.objects.get(thread=thread, person=world.people["teacher"])
    assert (row.ranges, row.put_back, row.seen) == (((1, 5),), (), 5)


def test_what_was_never_read_is_not_shown_as_read(world: World) -> None:
    thread = a_thread(world)
    for _one in range(4):
        say(world, "officer", thread)
    mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 1), (4, 4)])
    mark_unread(actor=world.actor("teacher"), thread_id=thread.pk, number=3)
    assert seen_by_the_teacher(world, thread) == [[1, 1], [4, 4]]
    mark_unread(actor=world.actor("teacher"), thread_id=thread.pk, number=1)
    assert seen_by_the_teacher(world, thread) == [[1, 1], [4, 4]]
    assert count_unread_messages(world.actor("teacher")) == 4


def test_what_only_the_post_has_read_waits_and_was_not_seen(world: World, thread: Thread) -> None:
    teacher = world.people["teacher"]
    ThreadReading.objects.filter(thread=thread, person=teacher).update(passed_on=((1, 4),))
    mark_unread(actor=world.actor("teacher"), thread_id=thread.pk, number=3)
    row = ThreadReading.objects.get(thread=thread, person=teacher)
    assert (row.ranges, row.passed_on, row.put_back) == (((1, 2),), ((1, 2),), ((5, 5),))
    assert row.own_ranges == ((5, 5),)


def test_where_nothing_was_read_nothing_happens(world: World, thread: Thread) -> None:
    before = Event.objects.count()
    answer = asked(api(world, "secretary"), thread, 2)
    assert answer.json() == {"ranges": [], "unread": 5, "first_unread": 1}
    assert Event.objects.count() == before


def test_other_devices_hear_of_it_and_nobody_else(world: World, thread: Thread) -> None:
    mark_unread(actor=world.actor("teacher"), thread_id=thread.pk, number=1)
    (entry,) = TopicEntry.objects.filter(kind="dialogue.reading_put_back")
    assert entry.topic_id == f"user:{world.people['teacher'].pk}"


@pytest.mark.parametrize(
    ("number", "code"), [(0, "min_value"), (6, "not_in_thread"), ("3", "not_an_integer"), (None, "null")]
)
def test_nonsense_is_refused(world: World, thread: Thread, number: Any, code: str) -> None:
    answer = asked(api(world, "teacher"), thread, number)
    assert (answer.status_code, pointers(answer)) == (422, [("/number", code)])


def test_of_a_thread_that_one_does_not_see_nothing_is_put_back(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", thread)
    assert asked(api(world, "teacher"), thread, 1).status_code == 404
