"""Meetings at their edges: bad input, late and outdated requests, series that are moved, what lists cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.meetings.check_in_codes import compute_code
from dialogue.meetings.models import Attendance, Meeting, Speaker
from dialogue.meetings.services import edit_meeting
from dialogue.meetings.speakers import ask_for_floor
from dialogue.summary.services.questions import ask_question
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers
from tests.dialogue.meetings.helpers import (
    a_meeting,
    a_running_meeting,
    an_item,
    if_match_now,
    move,
    parse,
    set_presence,
    shown,
    take_up,
)
from tests.dialogue.meetings.test_meetings import agree, check_in, plan, presence, step
from tests.tasks.lifecycle.test_realtime import heard
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db


# ---- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["абвг", "١٢٣٤", "😀😀😀😀"])
def test_a_code_of_other_characters_is_a_wrong_one(world: World, code: str) -> None:
    meeting = a_meeting(world, "running")
    assert pointers(check_in(world, meeting, "teacher", code)) == [("/code", "wrong_code")]
    assert Attendance.objects.get().wrong_codes == 1


@pytest.mark.parametrize("link", ["https://[::1", "https://[x]/", "https://"])
def test_what_is_no_address_is_refused_with_words(world: World, link: str) -> None:
    assert pointers(plan(world, video_url=link)) == [("/video_url", "link")]


def test_a_series_begins_within_two_years(world: World) -> None:
    assert pointers(agree(world, starts_on="9999-12-31")) == [("/starts_on", "too_far")]
    assert agree(world, starts_on="0001-01-01").status_code == 201


# ---- series ------------------------------------------------------------------------------------------------


def reschedule(world: World, meeting: Meeting, starts_at: str) -> None:
    meeting.refresh_from_db()
    changes = {"starts_at": parse(starts_at), "ends_at": parse(starts_at) + timedelta(hours=1)}
    edit_meeting(
        actor=world.actor("facilitator"),
        meeting_id=meeting.pk,
        expected_version=meeting.version,
        changes=changes,
    )


def test_a_meeting_that_was_moved_still_takes_its_place_in_the_rhythm(world: World) -> None:
    with time_machine.travel(parse("2027-03-02T09:00:00+02:00"), tick=False):
        agree(world, unit="week", nth=None)  # on Thursdays
        meeting = Meeting.objects.get()
        assert meeting.starts_at == parse("2027-03-04T10:00:00+02:00")
        reschedule(world, meeting, "2027-03-03T10:00:00+02:00")
        move(world, meeting, "cancelled")
    assert Meeting.objects.latest("starts_at").starts_at == parse("2027-03-11T10:00:00+02:00")


def test_a_planned_meeting_that_follows_its_series_says_so(world: World) -> None:
    with time_machine.travel(parse("2027-03-02T09:00:00+02:00"), tick=False):
        body = agree(world).json()
        meeting = Meeting.objects.get()
        before = shown(world, meeting)
        path = f"groups/{world.group.pk}/meeting-series/{body['id']}"
        api(world, "facilitator").patch(path, {"place": "Бібліотека"}, **{"If-Match": '"1"'})
    kinds = [one["kind"] for one in heard(f"group:{world.group.pk}") if one["seq"] > before["seq"]]
    assert kinds == ["dialogue.meeting_series_changed", "dialogue.meeting_changed"]


def test_the_place_of_a_meeting_that_is_late_may_change_and_its_times_stay(world: World) -> None:
    meeting = a_meeting(world, "convened")
    times = {"starts_at": meeting.starts_at.isoformat(), "ends_at": meeting.ends_at.isoformat()}
    path = f"meetings/{meeting.pk}"
    with time_machine.travel(meeting.starts_at + timedelta(minutes=5), tick=False):
        changed = api(world, "facilitator").patch(path, {"place": "Школа", **times}, **if_match_now(meeting))
        assert (changed.status_code, changed.json()["place"]) == (200, "Школа")
        times["starts_at"] = (meeting.starts_at + timedelta(minutes=1)).isoformat()
        refused = api(world, "facilitator").patch(path, times, **if_match_now(meeting))
    assert pointers(refused) == [("/starts_at", "past")]


# ---- outdated requests -------------------------------------------------------------------------------------


def test_an_order_that_was_begun_before_an_item_came_is_outdated(world: World) -> None:
    meeting = a_meeting(world)
    one, two = an_item(world, meeting), an_item(world, meeting)
    path = f"meetings/{meeting.pk}/agenda"
    body = {"items": [{"id": str(two.pk)}, {"id": str(one.pk)}]}

    def order(tag: dict[str, str]) -> int:
        return int(api(world, "facilitator").put(path, body, **tag).status_code)

    before = if_match_now(meeting)
    an_item(world, meeting)
    assert order(before) == 412
    before = if_match_now(meeting)
    change = api(world, "facilitator").patch(f"{path}/{one.pk}", {"minutes": 5}, **{"If-Match": '"1"'})
    assert change.status_code == 200
    assert order(before) == 412
    before = if_match_now(meeting)
    an_item(world, meeting, "teacher")  # it is only proposed: the order leaves it so
    assert order(before) == 200


def test_a_check_in_that_arrives_late_does_not_bring_back_who_left(world: World) -> None:
    meeting = a_meeting(world, "running")
    came = now()
    with time_machine.travel(came + timedelta(minutes=30), tick=False):
        presence(world, meeting, "officer", at=came.isoformat())
        presence(world, meeting, "officer", is_present=False)
        presence(world, meeting, "officer", at=(came + timedelta(minutes=1)).isoformat())
        assert Attendance.objects.get().is_present is False
    with time_machine.travel(came + timedelta(minutes=40), tick=False):
        presence(world, meeting, "officer")
    assert Attendance.objects.get().is_present is True


def test_a_code_that_arrives_late_does_not_bring_back_who_left(world: World) -> None:
    with time_machine.travel(parse("2027-03-02T09:00:07+02:00"), tick=False) as clock:
        meeting = a_meeting(world, "running")
        typed = {"code": compute_code(meeting.check_in_key, now()), "at": now().isoformat()}
        clock.shift(timedelta(minutes=5))
        set_presence(world, meeting, "officer")
        clock.shift(timedelta(minutes=5))
        set_presence(world, meeting, "officer", is_present=False)
        assert api(world, "officer").post(f"meetings/{meeting.pk}/check-ins", typed).status_code == 200
        assert Attendance.objects.get().is_present is False
        check_in(world, meeting, "officer", compute_code(meeting.check_in_key, now()))
        assert Attendance.objects.get().is_present is True


def test_who_loses_the_seat_is_still_recorded_as_leaving(world: World) -> None:
    meeting = a_meeting(world, "running")
    presence(world, meeting, "officer")
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        seat = world.seats["officer"]
        seat.until = now()
        seat.save(update_fields=["until"])
        assert presence(world, meeting, "officer", is_present=False).status_code == 200
        assert presence(world, meeting, "former").status_code == 404
    assert Attendance.objects.get().left_at is not None


def test_the_floor_is_given_at_the_current_item(world: World) -> None:
    meeting, (_one, two) = a_running_meeting(world, 2)
    ask_for_floor(actor=world.actor("teacher"), meeting_id=meeting.pk)
    take_up(world, meeting, two)
    body = {"speaker_id": str(Speaker.objects.get().pk)}
    answer = api(world, "secretary").put(f"meetings/{meeting.pk}/floor", body)
    assert answer.json()["code"] == "not_current"


# ---- its day -----------------------------------------------------------------------------------------------


def test_a_meeting_starts_on_its_day_of_the_group(world: World) -> None:
    starts_at = parse("2027-03-28T08:00:00+03:00")
    with time_machine.travel(parse("2027-03-15T09:00:00+02:00"), tick=False):
        ends_at = starts_at + timedelta(hours=1)
        meeting = a_meeting(world, "convened", starts_at=starts_at, ends_at=ends_at)
    with time_machine.travel(parse("2027-03-27T23:59:00+02:00"), tick=False):
        refused = step(world, meeting, "running", "secretary")
        assert (refused.status_code, refused.json()["code"]) == (409, "too_early")
        assert "28 березня 2027" in refused.json()["detail"]
    with time_machine.travel(parse("2027-03-28T00:00:00+02:00"), tick=False):
        assert step(world, meeting, "running", "secretary").json()["state"] == "running"


# ---- what others may know ----------------------------------------------------------------------------------


def test_a_restricted_item_does_not_say_its_kind(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    meeting = a_meeting(world)
    an_item(world, meeting, kind="report", thread_id=thread.pk)
    assert shown(world, meeting, "officer")["agenda"][0]["kind"] == "report"
    assert shown(world, meeting, "teacher")["agenda"][0]["kind"] == "other"


# ---- what waits --------------------------------------------------------------------------------------------


def test_a_planned_meeting_waits_from_a_week_before_its_notice(world: World) -> None:
    meeting = a_meeting(world, days=40)

    def waits(name: str) -> list[str]:
        rows = api(world, name).get("today").json()["duties"]
        return [one["kind"] for one in rows if one["kind"].startswith("dialogue.meeting")]

    assert waits("facilitator") == []
    with time_machine.travel(meeting.starts_at - timedelta(days=14), tick=False):
        assert waits("facilitator") == ["dialogue.meeting_convene"]
        assert waits("secretary") == []
    with time_machine.travel(meeting.ends_at, tick=False):
        assert waits("facilitator") == ["dialogue.meeting_end"]


# ---- what lists cost ---------------------------------------------------------------------------------------


def ask_about(world: World) -> None:
    thread = a_thread(world)
    ask_question(actor=world.actor("facilitator"), thread_id=thread.pk, text="Хто освітлює двір?")


def attend(world: World, meeting: Meeting) -> None:
    """One more item, and one more seat that is present."""
    an_item(world, meeting, "teacher")
    presence(world, meeting, ("officer", "teacher", "councillor")[meeting.attendance.count()])


LISTS: dict[str, Any] = {
    "groups/{group}/meetings": lambda world, _meeting: a_meeting(world),
    "groups/{group}/meeting-series": lambda world, _meeting: agree(world),
    "meetings/{meeting}/agenda-suggestions": lambda world, _meeting: ask_about(world),
    "meetings/{meeting}": attend,
}


@pytest.mark.parametrize("address", LISTS)
def test_many_cost_as_many_queries_as_one(world: World, address: str) -> None:
    meeting = a_meeting(world, "running")
    path = address.format(group=world.group.pk, meeting=meeting.pk)

    def count() -> int:
        LISTS[address](world, meeting)
        api(world, "facilitator").get(path)
        with CaptureQueriesContext(connection) as asked:
            assert api(world, "facilitator").get(path).status_code == 200
        return len(asked)

    few = count()
    count()
    assert count() == few
