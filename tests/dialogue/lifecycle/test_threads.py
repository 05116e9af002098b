"""Threads: begun, changed, taken from state to state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dialogue.lifecycle.services import ThreadEdit, edit_thread, transition_thread
from dialogue.models import Purpose, Thread, ThreadState, ThreadStateChange
from dialogue.threads.events import group_topic, topic_of
from tests.cast import World
from tests.dialogue.helpers import a_thread, a_thread_in, hand_over, say, step
from viche.kernel.clock import now, replace_clock, today
from viche.kernel.errors import Forbidden, Invalid, Stale
from viche.kernel.events import get_head
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db
DRAFT, OPEN, SUMMARISING, CLOSED = ThreadState


def edit(
    world: World, thread: Thread, by: str = "facilitator", version: int | None = None, **changes: Any
) -> Thread:
    named: ThreadEdit = changes  # type: ignore[assignment]  # the tests name real fields
    return edit_thread(
        actor=world.actor(by), thread_id=thread.pk, expected_version=version or thread.version, changes=named
    )


def faults(refusal: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in refusal.value.errors]


def kinds() -> list[str]:
    """Kinds of the events of this room, with what changed."""
    events = Event.objects.filter(kind__startswith="dialogue.").order_by("id")
    return [event.data.get("change") or event.kind.partition(".")[2] for event in events]


def test_a_thread_is_led_by_who_began_it(world: World) -> None:
    thread = a_thread(world, by="officer")
    assert thread.facilitator == world.mandates["officer"]
    assert (thread.state, thread.opened_at is not None) == (OPEN, True)
    assert kinds() == ["thread_opened"]


def test_somebody_else_can_be_named_to_lead(world: World) -> None:
    thread = a_thread(world, facilitator_id=world.mandates["teacher"].pk)
    assert step(world, thread, SUMMARISING, by="teacher").state == SUMMARISING


@pytest.mark.parametrize("name", ["observer", "outsider", "former"])
def test_who_does_not_speak_here_does_not_lead(world: World, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        a_thread(world, facilitator_id=world.mandates[name].pk)
    assert faults(refusal) == [("/facilitator", "not_in_group")]


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"title_uk": " "}, ("/title", "blank")),
        ({"title_uk": "я" * 201}, ("/title", "max_length")),
        ({"title_uk": "а\u202eб"}, ("/title", "direction")),
        ({"title_en": "\x00"}, ("/title_en", "unstorable")),
        ({"closes_on": date(2020, 1, 1)}, ("/closes_on", "past")),
    ],
)
def test_a_thread_needs_a_question_and_a_day_to_come(
    world: World, facts: dict[str, Any], fault: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        a_thread(world, **facts)
    assert faults(refusal) == [fault]


def test_the_last_day_is_that_of_the_group(world: World) -> None:
    day = today(world.group.time_zone)
    assert a_thread(world, closes_on=day).closes_on == day
    with pytest.raises(Invalid):
        a_thread(world, closes_on=day - timedelta(days=1))


# ---- edits -----------------------------------------------------------------------------------------------


def test_an_edit_changes_what_it_names(world: World) -> None:
    thread = a_thread(world, title_en="Ramps")
    changed = edit(world, thread, title_uk="Пандуси", purpose=Purpose.DELIBERATE)
    assert (changed.title_uk, changed.title_en, changed.purpose) == ("Пандуси", "Ramps", Purpose.DELIBERATE)
    assert changed.version == thread.version + 1
    assert kinds() == ["thread_opened", "edited"]


def test_an_edit_of_an_older_version_is_refused(world: World) -> None:
    thread = a_thread(world)
    edit(world, thread, title_uk="Пандуси")
    with pytest.raises(Stale):
        edit(world, thread, title_uk="Сходи", version=thread.version)


def test_a_new_leader_takes_over_at_once(world: World) -> None:
    thread = a_thread(world, by="officer")
    hand_over(world, thread, "teacher", by="officer")
    with pytest.raises(Forbidden):
        step(world, thread, SUMMARISING, by="officer")
    assert step(world, thread, SUMMARISING, by="teacher").state == SUMMARISING


def test_a_new_message_does_not_make_an_edit_stale(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)
    edit(world, thread, title_uk="Пандуси")
    thread.refresh_from_db()
    assert (thread.title_uk, thread.message_count) == ("Пандуси", 1)


# ---- steps -----------------------------------------------------------------------------------------------


def test_a_thread_goes_its_way_and_back(world: World) -> None:
    thread = a_thread(world, draft=True)
    step(world, thread, OPEN, reason="")
    step(world, thread, SUMMARISING)
    closed = step(world, thread, CLOSED)
    assert closed.closed_at is not None
    reopened = step(world, thread, OPEN, reason="Знайшли ще два укриття")
    assert (reopened.closed_at, reopened.outcome_uk) == (None, "Обстежити всі укриття")
    assert kinds() == ["thread_drafted", "thread_opened", "summarising", "closed", "reopened"]
    steps = ThreadStateChange.objects.order_by("at", "id").values_list("before", "after", "reason")
    assert list(steps) == [
        (DRAFT, OPEN, ""),
        (OPEN, SUMMARISING, ""),
        (SUMMARISING, CLOSED, ""),
        (CLOSED, OPEN, "Знайшли ще два укриття"),
    ]


def test_a_draft_is_silent_to_its_group(world: World) -> None:
    before = get_head(group_topic(world.group.pk))
    thread = a_thread(world, draft=True)
    assert get_head(group_topic(world.group.pk)) == before
    step(world, thread, OPEN, reason="")
    assert get_head(group_topic(world.group.pk)) == before + 1
    assert get_head(topic_of(thread.pk)) == 2


def test_closing_says_what_came_of_it(world: World) -> None:
    thread = a_thread(world)
    with pytest.raises(Invalid) as refusal:
        step(world, thread, CLOSED, outcome_uk=None)
    assert faults(refusal) == [("/outcome", "required")]
    step(world, thread, SUMMARISING, outcome_uk="Обстежити одинадцять укриттів")
    assert step(world, thread, CLOSED, outcome_uk=None).outcome_uk == "Обстежити одинадцять укриттів"


def test_an_announcement_closes_without_an_outcome(world: World) -> None:
    thread = a_thread(world, purpose=Purpose.ANNOUNCE)
    assert step(world, thread, CLOSED, outcome_uk=None).state == CLOSED


def test_reopening_needs_a_reason(world: World) -> None:
    thread = a_thread_in(world, CLOSED)
    with pytest.raises(Invalid) as refusal:
        step(world, thread, OPEN, reason=" ")
    assert faults(refusal) == [("/reason", "blank")]


def test_an_outcome_is_not_written_before_its_time(world: World) -> None:
    thread = a_thread_in(world, SUMMARISING)
    with pytest.raises(Invalid) as refusal:
        step(world, thread, OPEN, outcome_uk="Рано")
    assert faults(refusal) == [("/outcome", "too_early")]


@pytest.mark.parametrize(
    ("state", "to"),
    [(DRAFT, SUMMARISING), (DRAFT, CLOSED), (OPEN, OPEN), (SUMMARISING, SUMMARISING), (CLOSED, CLOSED)],
)
def test_no_step_is_skipped(world: World, state: ThreadState, to: ThreadState) -> None:
    with pytest.raises(Forbidden):
        step(world, a_thread_in(world, state), to)


def test_a_step_of_an_older_version_is_refused(world: World) -> None:
    thread = a_thread(world)
    with pytest.raises(Stale):
        transition_thread(
            actor=world.actor("facilitator"), thread_id=thread.pk, to=SUMMARISING, expected_version=9
        )


def test_times_are_those_of_the_clock(world: World) -> None:
    moment = now() - timedelta(days=10)
    with replace_clock(lambda: moment):
        thread = a_thread(world)
        message = say(world, "officer", thread)
    thread.refresh_from_db()
    assert thread.opened_at == thread.active_at == message.posted_at == moment
