"""Where messages of other threads stand in one: each seam is known, by however many merges they came."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Message, Thread
from dialogue.posting.editing import withdraw_message
from tests.cast import World
from tests.dialogue.helpers import a_thread, api, merge, part, say
from tests.dialogue.transfer.test_splits import talk

pytestmark = pytest.mark.django_db


def seams(world: World, thread: Thread) -> list[tuple[str, int, int]]:
    """Of which thread they are, from which number on and how many."""
    rows: list[Any] = api(world, "observer").get(f"threads/{thread.pk}/merges").json()["items"]
    came = [one for one in rows if one["source"]["id"] != str(thread.pk)]
    return [(one["source"]["id"], one["first"], one["count"]) for one in came]


def taken_in(world: World, thread: Thread) -> list[int]:
    found: list[int] = api(world, "observer").get(f"threads/{thread.pk}").json()["taken_in"]
    return found


def test_what_came_goes_on_with_its_seam(world: World) -> None:
    one, two, three = (a_thread(world) for _ in range(3))
    talk(world, one, 3)
    talk(world, two, 2)
    talk(world, three, 1)
    merge(world, one, two)
    say(world, "officer", two, "Після")
    merge(world, two, three)
    assert taken_in(world, three) == [2, 4]
    assert seams(world, three) == [(str(two.pk), 2, 6), (str(one.pk), 4, 3)]
    four = a_thread(world)
    talk(world, four, 1)
    merge(world, three, four)
    assert taken_in(world, four) == [2, 3, 5]
    assert seams(world, four) == [(str(three.pk), 2, 7), (str(two.pk), 3, 6), (str(one.pk), 5, 3)]
    # The record of each says what was done with it.
    assert seams(world, two) == [(str(one.pk), 3, 3)]


def test_only_what_went_along_has_one(world: World) -> None:
    one, two, three = (a_thread(world) for _ in range(3))
    first, *_rest = talk(world, one, 2)
    (lone,) = talk(world, two, 1)
    # What was taken out of it before came by another way.
    apart = part(world, one, first.number)
    merge(world, apart, two)
    say(world, "officer", two)
    merge(world, one, two)
    for message in (Message.objects.get(pk=first.pk), Message.objects.get(pk=lone.pk)):
        author = next(name for name, person in world.people.items() if person.pk == message.author_id)
        withdraw_message(actor=world.actor(author), message_id=message.pk, expected_version=message.version)
    merge(world, two, three)
    assert seams(world, three) == [
        (str(two.pk), 1, 2),
        (str(one.pk), 2, 1),
        (str(apart.pk), 0, 0),
    ]
    assert taken_in(world, three) == [1, 2]


def test_it_costs_the_same_for_many(world: World) -> None:
    counts = []
    for many in (1, 3):
        two, three = a_thread(world), a_thread(world)
        for _turn in range(many):
            one = a_thread(world)
            talk(world, one, 2)
            merge(world, one, two)
        merge(world, two, three)
        with CaptureQueriesContext(connection) as queries:
            assert len(seams(world, three)) == many + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]
