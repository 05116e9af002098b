"""What minutes say of the quorum, what signed ones hold fast, and what their lists cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.meetings.models import NoteKind
from dialogue.meetings.presence import find_quorum_end, load_presence
from dialogue.minutes.models import Minutes
from tests.cast import World
from tests.dialogue.helpers import api
from tests.dialogue.meetings.helpers import (
    a_meeting,
    an_item,
    if_match_now,
    move as move_meeting,
    set_presence,
    take_up,
)
from tests.dialogue.minutes.helpers import HEARD, a_held_meeting, minutes_of, note, set_charter, some_minutes
from tests.dialogue.minutes.test_minutes import go_public
from tests.dialogue.minutes.test_minutes_pdf import report_of, texts_of
from tests.tasks.lifecycle.test_notifications import told
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.privacy.registry import DATA_CATEGORIES

pytestmark = pytest.mark.django_db


# ---- quorum ------------------------------------------------------------------------------------------------


def test_a_quorum_that_was_lost_at_the_end_is_not_denied(world: World) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        meeting = a_meeting(world, "running")
        set_presence(world, meeting, "facilitator", "secretary", "officer")
        clock.shift(timedelta(minutes=30))
        set_presence(world, meeting, "officer", is_present=False)
        clock.shift(timedelta(minutes=10))
        set_presence(world, meeting, "facilitator", is_present=False)
        move_meeting(world, meeting, "ended")
    text = texts_of(report_of(minutes_of(world, meeting)))
    assert "There was a quorum until" in text
    assert "nothing could be decided" not in text


def test_a_seat_that_was_lost_ends_the_quorum(world: World) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        meeting = a_meeting(world, "running")
        set_presence(world, meeting, "facilitator", "secretary", "officer")
        clock.shift(timedelta(minutes=30))
        seat = world.seats["officer"]
        seat.until = now()
        seat.save(update_fields=["until"])
        clock.shift(timedelta(minutes=10))
        set_presence(world, meeting, "facilitator", is_present=False)
        meeting = move_meeting(world, meeting, "ended")
        seats, quorum = load_presence(meeting)
    assert not quorum.is_met
    assert find_quorum_end(meeting, seats) == seat.until


def test_a_meeting_that_never_had_a_quorum_says_so(world: World) -> None:
    meeting = a_meeting(world, "running")
    move_meeting(world, meeting, "ended")
    assert "nothing could be decided" in texts_of(report_of(minutes_of(world, meeting)))


# ---- signed ------------------------------------------------------------------------------------------------


def test_the_attendance_of_signed_minutes_stays_as_it_is(world: World) -> None:
    meeting, _item = a_held_meeting(world)
    minutes_of(world, meeting, "signed")
    path = f"meetings/{meeting.pk}/seats/{world.seats['officer'].pk}"
    desk = api(world, "secretary")
    assert desk.put(path, {"is_present": False}).json()["code"] == "minutes_signed"
    assert desk.delete(path).json()["code"] == "minutes_signed"


# ---- notices and copies ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quiet")
def test_a_remark_that_is_decided_waits_for_nobody(world: World) -> None:
    minutes = some_minutes(world, "remarks")
    told(world)
    api(world, "officer").post(f"minutes/{minutes.pk}/remarks", {"text": "Не так було"})
    told(world)
    remark = minutes.remarks.get()
    path = f"minutes/{minutes.pk}/remarks/{remark.pk}/decision"

    def inbox() -> list[str]:
        rows = api(world, "facilitator").get("notifications").json()["items"]
        return [one["kind"] for one in rows if one["kind"] == "dialogue.minutes_remark_made"]

    assert len(inbox()) == 1
    api(world, "secretary").put(path, {"accept": False, "answer": "Саме так"}, **if_match_now(minutes))
    assert inbox() == []


def test_a_copy_has_what_one_said_by_the_notes(world: World) -> None:
    a_held_meeting(world)
    rows = list(DATA_CATEGORIES["dialogue.meetings"].read(world.people["officer"].pk))
    assert [one["text"] for one in rows] == [HEARD]


# ---- what lists cost ---------------------------------------------------------------------------------------


def _speak(world: World, minutes: Minutes) -> None:
    """One more line and one more remark, by another person."""
    names = ["facilitator", "secretary", "officer"]
    name = names[minutes.remarks.count()]
    line = minutes.lines.first()
    assert line is not None
    line.pk, line.position = uuid7(), 100 + minutes.remarks.count()
    line.speaker = world.mandates[name]
    line.save(force_insert=True)
    api(world, name).post(f"minutes/{minutes.pk}/remarks", {"text": "Не так було"})


LISTS: dict[str, Any] = {
    "groups/{group}/minutes": lambda world, _minutes: some_minutes(world),
    "public/groups/{group}/minutes": lambda world, _minutes: some_minutes(world, "signed"),
    "minutes/{minutes}": _speak,
}


@pytest.mark.parametrize("address", LISTS)
def test_many_cost_as_many_queries_as_one(world: World, address: str) -> None:
    go_public(world)
    set_charter(world, publishes_minutes=True)
    minutes = some_minutes(world, "remarks")
    path = address.format(group=world.group.pk, minutes=minutes.pk)

    def count() -> int:
        LISTS[address](world, minutes)
        api(world, "teacher").get(path)
        with CaptureQueriesContext(connection) as asked:
            assert api(world, "teacher").get(path).status_code == 200
        return len(asked)

    few = count()
    count()
    assert count() == few


def test_the_lines_of_many_items_are_made_in_as_many_queries(world: World) -> None:
    def count(items: int) -> int:
        meeting = a_meeting(world)
        made = [an_item(world, meeting) for _nth in range(items)]
        for step in ("convened", "running"):
            move_meeting(world, meeting, step)
        for item in made:
            take_up(world, meeting, item)
            note(world, item, NoteKind.SPOKE, "Так", "officer")
        move_meeting(world, meeting, "ended")
        with CaptureQueriesContext(connection) as asked:
            minutes_of(world, meeting)
        return len(asked)

    assert count(3) == count(1)
