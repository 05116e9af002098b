"""What of a thread its reader wants to be told of: theirs alone, on every device."""

from __future__ import annotations

import pytest

from dialogue.models import Attention, ThreadAttention
from dialogue.reading.selectors import count_unread_by_group, count_unread_messages, list_unread_threads
from dialogue.reading.subscriptions import set_notification_level
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers, say
from viche.kernel.models import Event, TopicEntry

pytestmark = pytest.mark.django_db


def test_it_is_chosen_shown_and_taken_back(world: World) -> None:
    thread, line = a_thread(world), api(world, "teacher")
    for level in ("all", "muted", "usual"):
        answer = line.put(f"threads/{thread.pk}/attention", {"level": level})
        assert (answer.status_code, answer.json()) == (200, {"level": level})
        assert line.get(f"threads/{thread.pk}").json()["attention"] == level
        (listed,) = line.get(f"groups/{world.group.pk}/threads").json()["items"]
        assert listed["attention"] == level
        assert api(world, "officer").get(f"threads/{thread.pk}").json()["attention"] == "usual"
    assert ThreadAttention.objects.count() == 0


def test_other_devices_hear_of_it_and_nobody_else(world: World) -> None:
    thread = a_thread(world)
    for _again in range(2):
        set_notification_level(actor=world.actor("teacher"), thread_id=thread.pk, level=Attention.MUTED)
    (event,) = Event.objects.filter(kind="dialogue.attention_changed")
    (entry,) = TopicEntry.objects.filter(event=event)
    assert entry.topic_id == f"user:{world.people['teacher'].pk}"


def test_what_is_muted_waits_nowhere(world: World) -> None:
    loud, muted = a_thread(world), a_thread(world)
    for thread in (loud, muted):
        say(world, "officer", thread)
    teacher = world.actor("teacher")
    set_notification_level(actor=teacher, thread_id=muted.pk, level=Attention.MUTED)
    assert [one.pk for one in list_unread_threads(teacher)] == [loud.pk]
    assert (count_unread_messages(teacher), count_unread_by_group(teacher, [world.group.pk])) == (
        1,
        {world.group.pk: 1},
    )
    assert api(world, "teacher").get(f"threads/{muted.pk}").json()["reading"]["unread"] == 1
    assert count_unread_messages(world.actor("secretary")) == 2


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"level": "loud"}, ("/level", "invalid_choice")),
        ({}, ("/level", "required")),
        ({"level": "all", "until": "2026-01-01"}, ("/until", "unknown")),
    ],
)
def test_nonsense_is_refused(world: World, body: dict[str, str], fault: tuple[str, str]) -> None:
    answer = api(world, "teacher").put(f"threads/{a_thread(world).pk}/attention", body)
    assert (answer.status_code, pointers(answer)) == (422, [fault])


def test_of_a_thread_that_one_does_not_see_nothing_is_chosen(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    assert api(world, "teacher").put(f"threads/{thread.pk}/attention", {"level": "all"}).status_code == 404
