"""Threads that are taken to another group at the moment in which others write there."""

from __future__ import annotations

import random
from typing import Any

import pytest

from dialogue.models import Message, Thread, ThreadMove
from tasks.items.fields import check_roles
from tasks.lifecycle.services import create
from tasks.models import ActionItem, Audience
from tests.cast import World, a_world
from tests.dialogue.helpers import a_group_beside, a_thread, at_once, say, take
from tests.tasks.helpers import an_item
from viche.kernel.errors import Invalid
from viche.kernel.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def here() -> World:
    return a_world("Тут")


def test_two_take_it_at_once_and_one_is_told(here: World) -> None:
    one, other = (a_group_beside(here, "facilitator", led_by="facilitator") for _ in range(2))
    thread = a_thread(here)
    found = at_once(
        *(
            lambda to=to: take(here, Thread.objects.get(pk=thread.pk), to, by="facilitator")
            for to in (one, other)
        )
    )
    assert sorted(type(done).__name__ for done in found) in (["Stale", "Thread"], ["Thread", "Thread"])
    assert ThreadMove.objects.count() == sum(isinstance(done, Thread) for done in found)


def test_an_item_for_its_readers_is_made_before_it_is_taken_or_not_at_all(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is taken after the maker of the item has looked where it is, and before the item is written."""
    there, thread = a_group_beside(here, "facilitator", "officer"), a_thread(here)
    done: list[Any] = []

    def taken_meanwhile(item: ActionItem) -> None:
        check_roles(item)
        done.extend(at_once(lambda: take(here, thread, there)))

    monkeypatch.setattr(create, "check_roles", taken_meanwhile)
    with pytest.raises(Invalid) as refused:
        an_item(here, "secretary", thread_id=thread.pk, audience=Audience.THREAD)
    assert [one.code for one in refused.value.errors] == ["elsewhere"]
    assert [type(one).__name__ for one in done] == ["Thread"]
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("seed", range(3))
def test_an_item_for_its_readers_and_a_move_at_once(here: World, seed: int) -> None:
    there, thread = a_group_beside(here, "facilitator", "officer"), a_thread(here)
    acts: list[Any] = [
        lambda: take(here, Thread.objects.get(pk=thread.pk), there),
        lambda: an_item(here, "secretary", thread_id=thread.pk, audience=Audience.THREAD),
    ]
    random.Random(seed).shuffle(acts)
    found = at_once(*acts)
    assert sum(isinstance(one, Thread | ActionItem) for one in found) == 1, found


@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_while_it_is_taken_is_said_once_and_by_who_may(here: World, seed: int) -> None:
    chance = random.Random(seed)
    there = a_group_beside(here, "facilitator", "officer")
    thread = a_thread(here)
    acts: list[Any] = [lambda: take(here, Thread.objects.get(pk=thread.pk), there)]
    acts += [
        lambda name=name: say(here, name, thread) for name in ("officer", "teacher", "officer", "teacher")
    ]
    chance.shuffle(acts)
    found = at_once(*acts)
    said = [one for one in found if isinstance(one, Message)]
    numbers = list(Message.objects.filter(thread=thread).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(said) + 1))
    left = Event.objects.get(kind="dialogue.thread_left").at
    teacher = here.people["teacher"].pk
    assert all(one.posted_at <= left for one in said if one.author_id == teacher)
    seen = [one.data["group_id"] for one in Event.objects.filter(kind="dialogue.message_posted")]
    assert set(seen) <= {str(here.group.pk), str(there.pk)}
