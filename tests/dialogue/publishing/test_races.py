"""Threads that are published, taken back and restricted at the moment in which others write there."""

from __future__ import annotations

import random
from typing import Any

import pytest

from dialogue.models import Message, Thread
from tests.cast import World, a_world
from tests.dialogue.helpers import a_thread, at_once, restrict, say
from tests.dialogue.publishing.helpers import a_public_thread, heard, publish, show_itself, take_back, tell
from viche.kernel.disclosure import PersonalData
from viche.kernel.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def here() -> World:
    world = a_world("Тут")
    show_itself(world)
    return world


def now_(thread: Thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def test_two_publish_at_once_and_it_is_published_once(here: World) -> None:
    thread = a_thread(here)
    seen = [now_(thread) for _nth in range(2)]
    found = at_once(*(lambda one=one: publish(here, one, expected_version=1) for one in seen))
    assert [type(done).__name__ for done in found] == ["Thread", "Thread"]
    assert Event.objects.filter(kind="dialogue.thread_changed", subject_id=thread.pk).count() == 1


@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_unknowing_while_it_is_published_is_said_before_or_not_at_all(
    here: World, seed: int
) -> None:
    chance, thread = random.Random(seed), a_thread(here)
    acts: list[Any] = [lambda: publish(here, now_(thread), expected_version=1)]
    acts += [lambda name=name: say(here, name, thread, "Для групи") for name in ("officer", "teacher") * 2]
    acts += [lambda: tell(here, "secretary", thread, "Для всіх")]
    chance.shuffle(acts)
    found = at_once(*acts)
    first = now_(thread).public_from
    assert first is not None
    for one in found:
        assert isinstance(one, Thread | Message | PersonalData), found
        if isinstance(one, Message) and one.body == "Для групи":
            assert one.number < first, found
    assert {one["body"] for one in heard(here, thread)} <= {"Для всіх"}


@pytest.mark.parametrize("seed", range(3))
def test_restricted_beside_published_it_is_not_public(here: World, seed: int) -> None:
    chance, thread = random.Random(seed), a_thread(here)
    acts: list[Any] = [
        lambda: publish(here, now_(thread), expected_version=1),
        lambda: restrict(here, now_(thread), organisations=("police",)),
    ]
    chance.shuffle(acts)
    at_once(*acts)
    assert not (now_(thread).is_public and now_(thread).is_restricted)


def test_taken_back_while_others_write_it_is_for_the_group(here: World) -> None:
    thread = a_public_thread(here)
    at_once(
        lambda: take_back(here, thread),
        lambda: tell(here, "teacher", thread),
        lambda: take_back(here, thread),
    )
    assert not now_(thread).is_public
    assert Event.objects.filter(kind="dialogue.thread_changed", subject_id=thread.pk).count() == 2
