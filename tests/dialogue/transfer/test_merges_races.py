"""Threads that go on in others at the moment in which people write there, or do the same."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from dialogue.acknowledgements.services import make_must_read
from dialogue.models import Message, Thread, ThreadMerge, ThreadState
from dialogue.posting.editing import edit_message
from dialogue.privacy.erasure import anonymise_author
from tests.cast import SYSTEM, World, a_world
from tests.dialogue.helpers import a_thread, at_once, merge, part, say
from tests.dialogue.transfer.test_splits import talk
from tests.groups.helpers import until_waiting
from tests.patience import PATIENCE
from viche.kernel.errors import DomainError
from viche.kernel.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def here() -> World:
    return a_world("Тут")


def fresh(thread: Thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def whole(said: int) -> None:
    """Nothing is lost or doubled, every number is there once, and answers are where what they answer is."""
    living = Message.objects.filter(moved_to=None)
    assert living.count() == said
    assert not Message.objects.exclude(parent=None).exclude(parent__thread=F("thread")).exists()
    for thread in Thread.objects.all():
        rows = Message.objects.filter(thread=thread).order_by("number")
        assert list(rows.values_list("number", flat=True)) == list(range(1, thread.message_count + 1))


@pytest.mark.parametrize("_nth", range(3))
def test_each_into_the_other_at_once_and_one_of_them_goes_on(here: World, _nth: int) -> None:
    one, other = a_thread(here), a_thread(here)
    talk(here, one, 2), talk(here, other, 3)
    found = at_once(
        lambda: merge(here, fresh(one), fresh(other)), lambda: merge(here, fresh(other), fresh(one))
    )
    assert sorted(isinstance(done, Thread) for done in found) == [False, True], found
    (refused,) = (done for done in found if isinstance(done, DomainError))
    assert refused.reason == "thread_merged"
    assert ThreadMerge.objects.count() == 1
    assert Thread.objects.filter(state=ThreadState.CLOSED, merged_into__state=ThreadState.OPEN).count() == 1
    whole(5)


def test_the_same_twice_at_once_is_done_once(here: World) -> None:
    thread, into = a_thread(here), a_thread(here)
    talk(here, thread, 3)
    version = fresh(thread).version
    found = at_once(*(lambda: merge(here, fresh(thread), into, expected_version=version) for _ in range(2)))
    assert any(isinstance(done, Thread) for done in found), found
    assert ThreadMerge.objects.count() == Event.objects.filter(kind="dialogue.thread_merged").count() == 1
    assert isinstance(merge(here, fresh(thread), into, expected_version=version), Thread)
    whole(3)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_and_taken_out_while_it_goes_on_is_there_once(here: World, seed: int) -> None:
    chance = random.Random(seed)
    thread, into = a_thread(here), a_thread(here)
    here_said, there_said = talk(here, thread, 4), talk(here, into, 2)
    acts: list[Any] = [lambda: merge(here, fresh(thread), into)]
    acts += [lambda: say(here, "officer", thread, "Ще", reply_to=here_said[0].pk) for _ in range(2)]
    acts += [lambda: say(here, "teacher", into, "І тут", reply_to=there_said[0].pk) for _ in range(2)]
    acts += [lambda: part(here, fresh(thread), 2), lambda: part(here, fresh(into), 1)]
    chance.shuffle(acts)
    found = at_once(*acts)
    whole(6 + sum(isinstance(one, Message) for one in found))
    refused = {one.reason for one in found if isinstance(one, DomainError)}
    assert refused <= {"thread_merged", "stale", "all", "invalid", "not_in_thread"}, refused


@pytest.mark.parametrize("seed", range(3))
def test_what_is_done_to_a_message_while_it_goes_is_told_where_it_is(here: World, seed: int) -> None:
    chance = random.Random(seed)
    thread, into = a_thread(here), a_thread(here)
    (message,) = talk(here, thread, 1)
    edit: dict[str, Any] = {"body": "Інакше", "expected_version": 1}
    acts: list[Any] = [
        lambda: merge(here, fresh(thread), into),
        lambda: make_must_read(actor=here.actor("facilitator"), message_id=message.pk, due_on=None),
        lambda: edit_message(actor=here.actor("officer"), message_id=message.pk, **edit),
    ]
    chance.shuffle(acts)
    found = at_once(*acts)
    assert not [one for one in found if isinstance(one, DomainError)], found
    merged = Event.objects.get(kind="dialogue.thread_merged")
    for event in Event.objects.filter(subject_id=message.pk).exclude(kind="dialogue.message_posted"):
        place = into if event.pk > merged.pk else thread
        assert event.data["thread_id"] == str(place.pk), event.kind


@pytest.mark.parametrize("goes", ["merged", "taken out"])
def test_who_is_erased_while_what_they_said_goes_is_forgotten_where_it_is(here: World, goes: str) -> None:
    """Who erases them has found the thread, and waits for it."""
    thread, into = a_thread(here), a_thread(here)
    say(here, "teacher", thread), say(here, "officer", thread)
    erase: dict[str, Any] = {"person_id": here.people["teacher"].pk, "pseudonym": "№ 7"}

    def erased() -> None:
        try:
            anonymise_author(actor=SYSTEM, removes_messages=True, **erase)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            list(Thread.objects.select_for_update(no_key=True).filter(pk=thread.pk))
            erasing = pool.submit(erased)
            until_waiting(1)
            there = merge(here, fresh(thread), into) if goes == "merged" else part(here, fresh(thread), 1)
        erasing.result(timeout=PATIENCE)
    told = Event.objects.filter(kind="dialogue.author_erased").values_list("data__thread_id", flat=True)
    assert set(told) == {str(thread.pk), str(there.pk)}
