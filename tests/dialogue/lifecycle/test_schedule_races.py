"""Days of threads that two workers, or a worker and a person, have in hand at once."""

from __future__ import annotations

from functools import partial

import pytest

from dialogue.models import Thread, ThreadState, ThreadStateChange, ThreadTerm
from tests.cast import World, a_world
from tests.dialogue.helpers import a_thread, step
from tests.dialogue.lifecycle.test_schedule import OPENED, a_draft, at, pass_by, stages
from tests.dialogue.lifecycle.test_threads import edit
from tests.groups.helpers import at_once, in_turn
from tests.tasks.helpers import in_days
from viche.deadlines.engine import fire_due
from viche.kernel.errors import Stale
from viche.kernel.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# A worker that takes one row at a time, so that each of two has one of them.
ONE_BY_ONE = partial(fire_due, batch=1)


@pytest.fixture
def here() -> World:
    return a_world("Тут")


def this(thread: Thread) -> tuple[str, int]:
    """How a thread stands, and how often it was opened."""
    thread.refresh_from_db()
    return thread.state, Event.objects.filter(kind=OPENED, subject_id=thread.pk).count()


def with_one_more(thread: Thread) -> Thread:
    """As a worker left it that was killed while the day was changed: of its two moments one is older."""
    planned = ThreadTerm.objects.get(thread=thread)
    older = in_days(1)
    ThreadTerm.objects.create(
        thread=thread, due_at=planned.due_at.replace(month=older.month, day=older.day, year=older.year)
    )
    return thread


def test_two_workers_open_a_draft_once(here: World) -> None:
    thread = a_draft(here)
    with at(in_days(3)):
        fired = at_once(fire_due, fire_due, fire_due)
    assert sorted(fired, key=str) == [0, 0, 1]
    assert this(thread) == (ThreadState.OPEN, 1)
    assert ThreadStateChange.objects.count() == 1


def test_of_two_moments_in_two_hands_the_later_one_counts(here: World) -> None:
    thread = with_one_more(a_draft(here))
    with at(in_days(3)):
        fired = in_turn(Thread.objects.filter(pk=thread.pk), ONE_BY_ONE, ONE_BY_ONE)
    assert fired == [1, 1]
    assert this(thread) == (ThreadState.OPEN, 1)
    assert not ThreadTerm.objects.filter(fired_at=None).exists()


def test_of_a_last_day_in_two_hands_is_told_once(here: World) -> None:
    thread = with_one_more(a_thread(here, closes_on=in_days(3)))
    with at(in_days(3), 9):
        fired = in_turn(Thread.objects.filter(pk=thread.pk), ONE_BY_ONE, ONE_BY_ONE)
    assert fired == [1, 1]
    assert stages() == [("last_day", in_days(3).isoformat())]
    assert ThreadTerm.objects.filter(fired_at=None).count() == 1
    assert pass_by(in_days(4), 9) == 1


def test_who_sets_another_day_while_a_worker_waits_is_heeded(here: World) -> None:
    thread, later = a_draft(here), in_days(5)
    with at(in_days(3)):
        changed, fired = in_turn(
            Thread.objects.filter(pk=thread.pk), partial(edit, here, thread, opens_on=later), fire_due
        )
    assert (isinstance(changed, Thread), fired) == (True, 1)
    assert this(thread) == (ThreadState.DRAFT, 0)
    assert pass_by(later) == 1
    assert this(thread) == (ThreadState.OPEN, 1)


def test_who_comes_after_the_worker_finds_it_open(here: World) -> None:
    thread, later = a_draft(here), in_days(5)
    with at(in_days(3)):
        fired, changed = in_turn(
            Thread.objects.filter(pk=thread.pk), fire_due, partial(edit, here, thread, opens_on=later)
        )
    assert (fired, type(changed)) == (1, Stale)
    assert this(thread) == (ThreadState.OPEN, 1)
    assert not ThreadTerm.objects.filter(fired_at=None).exists()


def test_who_opens_it_while_a_worker_waits_opens_it_once(here: World) -> None:
    thread = a_draft(here, closes_on=in_days(9))
    opened = partial(step, here, thread, ThreadState.OPEN, reason="")
    with at(in_days(3)):
        in_turn(Thread.objects.filter(pk=thread.pk), opened, fire_due)
    assert this(thread) == (ThreadState.OPEN, 1)
    assert stages() == []
    assert ThreadTerm.objects.get(fired_at=None).due_at.day == in_days(8).day
