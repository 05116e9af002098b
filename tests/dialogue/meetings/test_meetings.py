"""Meetings: planned, convened in time, held with a quorum, ended; and their series."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.meetings.check_in_codes import PERIOD, compute_code
from dialogue.meetings.models import Attendance, Meeting, MeetingSeries
from groups.models import Role
from tests.cast import World, a_mandate, a_seat
from tests.dialogue.helpers import api, at_once, pointers, standing_in
from tests.dialogue.meetings.helpers import (
    a_meeting,
    an_item,
    if_match_now,
    move,
    move_to_today,
    parse,
    shown,
    take_up,
)
from viche.kernel.clock import now
from viche.kernel.errors import DomainError

pytestmark = pytest.mark.django_db


def plan(world: World, name: str = "facilitator", **facts: Any) -> Any:
    starts_at = now() + timedelta(days=10)
    body = {
        "title": "Безпека дворів",
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(hours=1)).isoformat(),
        "place": "Сесійна зала",
        "video_url": "https://meet.example.org/x",
        **facts,
    }
    return api(world, name).post(f"groups/{world.group.pk}/meetings", body)


def step(world: World, meeting: Meeting, to: str, name: str = "facilitator", **facts: Any) -> Any:
    path = f"meetings/{meeting.pk}/transitions"
    return api(world, name).post(path, {"to": to, **facts}, **if_match_now(meeting))


# ---- planned and convened ----------------------------------------------------------------------------------


def test_a_meeting_is_planned_convened_held_and_ended(world: World) -> None:
    made = plan(world)
    assert made.status_code == 201, made.content
    assert (made.json()["state"], made.json()["number"]) == ("planned", None)
    meeting = Meeting.objects.get(pk=made.json()["id"])
    for to, name in [("convened", "facilitator"), ("running", "secretary"), ("ended", "secretary")]:
        if to == "running":
            move_to_today(meeting)
        answer = step(world, meeting, to, name)
        assert (answer.status_code, answer.json()["state"]) == (200, to), answer.content
    assert answer.json()["number"] == 1
    listed = api(world, "observer").get(f"groups/{world.group.pk}/meetings").json()["items"]
    assert [one["id"] for one in listed] == [made.json()["id"]]
    assert api(world, "outsider").get(f"meetings/{meeting.pk}").status_code == 404


def test_what_a_meeting_may_be(world: World) -> None:
    soon = now() + timedelta(days=1)

    def refused(**facts: Any) -> list[tuple[str, str]]:
        return pointers(plan(world, **facts))

    assert refused(title=" ") == [("/title", "blank")]
    assert refused(starts_at=(now() - timedelta(hours=1)).isoformat()) == [("/starts_at", "past")]
    assert refused(starts_at=(now() + timedelta(days=900)).isoformat()) == [("/starts_at", "too_far")]
    assert refused(starts_at=soon.isoformat(), ends_at=soon.isoformat()) == [("/ends_at", "order")]
    assert refused(video_url="http://meet.example.org") == [("/video_url", "link")]
    assert refused(place="Дзвоніть 067 123 45 67") == [("/place", "phone")]
    assert plan(world, "teacher").status_code == 403
    assert plan(world, "outsider").status_code == 404


def test_too_little_notice_needs_a_reason(world: World) -> None:
    meeting = a_meeting(world, days=2)
    assert step(world, meeting, "convened").json()["code"] == "too_little_notice"
    answer = step(world, meeting, "convened", reason="Обстріл минулої ночі")
    assert answer.json()["extraordinary"] == "Обстріл минулої ночі"


def test_notice_is_counted_in_days_of_the_group(world: World) -> None:
    with time_machine.travel(parse("2027-03-21T23:30:00+02:00"), tick=False):
        late = a_meeting(
            world, starts_at=parse("2027-03-28T08:00:00+03:00"), ends_at=parse("2027-03-28T09:00:00+03:00")
        )
        assert move(world, late, "convened").number == 1


def test_a_convened_meeting_comes_earlier_with_notice_alone(world: World) -> None:
    meeting = a_meeting(world, "convened")
    path = f"meetings/{meeting.pk}"
    sooner = now() + timedelta(days=2)
    times = {"starts_at": sooner.isoformat(), "ends_at": (sooner + timedelta(hours=1)).isoformat()}
    refused = api(world, "facilitator").patch(path, times, **if_match_now(meeting))
    assert refused.json()["code"] == "too_little_notice"
    said = {**times, "extraordinary": "Обстріл"}
    answer = api(world, "facilitator").patch(path, said, **if_match_now(meeting))
    assert (answer.status_code, answer.json()["extraordinary"]) == (200, "Обстріл")
    meeting.refresh_from_db()
    assert meeting.sequence == 1


def test_numbers_count_convened_meetings(world: World) -> None:
    first, second = a_meeting(world), a_meeting(world, days=20)
    cancelled = a_meeting(world, "cancelled")
    assert move(world, second, "convened").number == 1
    assert move(world, first, "convened").number == 2
    assert cancelled.number is None


def test_numbers_continue_a_count_that_was_kept_elsewhere(world: World) -> None:
    assert move(world, a_meeting(world), "convened", number=20).number == 20
    assert move(world, a_meeting(world), "convened").number == 21


def test_a_meeting_is_cancelled_with_a_reason_before_it_runs(world: World) -> None:
    meeting = a_meeting(world, "convened")
    assert pointers(step(world, meeting, "cancelled")) == [("/reason", "blank")]
    assert pointers(step(world, meeting, "cancelled", reason="067 123 45 67")) == [("/reason", "phone")]
    assert step(world, meeting, "cancelled", reason="Немає світла").json()["reason"] == "Немає світла"
    running = a_meeting(world, "running")
    assert step(world, running, "cancelled", reason="Ні").json()["code"] == "meeting_state"


def test_the_steps_of_others_are_refused(world: World) -> None:
    meeting = a_meeting(world)
    assert step(world, meeting, "convened", "secretary").status_code == 403
    assert step(world, meeting, "running").json()["code"] == "meeting_state"
    answer = api(world, "facilitator").post(
        f"meetings/{meeting.pk}/transitions", {"to": "convened"}, **{"If-Match": '"9"'}
    )
    assert answer.status_code == 412


def test_chair_and_secretary_speak_in_the_group(world: World) -> None:
    meeting = a_meeting(world)
    path = f"meetings/{meeting.pk}"

    def name(mandate: str) -> Any:
        body = {"secretary_id": str(world.mandates[mandate].pk)}
        return api(world, "facilitator").patch(path, body, **if_match_now(meeting))

    assert name("secretary").json()["secretary"]["person"]["id"] == str(world.people["secretary"].pk)
    assert pointers(name("observer")) == [("/secretary_id", "no_seat")]


# ---- series ------------------------------------------------------------------------------------------------

MONTHLY = {
    "title": "Чергова зустріч",
    "unit": "month",
    "nth": 5,
    "weekday": 3,
    "starts_on": "2027-03-01",
    "time": "10:00:00",
    "minutes": 90,
}


def agree(world: World, **facts: Any) -> Any:
    return api(world, "facilitator").post(f"groups/{world.group.pk}/meeting-series", {**MONTHLY, **facts})


def test_a_series_plans_one_meeting_after_the_other_by_local_time(world: World) -> None:
    with time_machine.travel(parse("2027-03-02T09:00:00+02:00"), tick=False):
        made = agree(world)
        assert made.status_code == 201, made.content
        first = Meeting.objects.get()
        assert first.starts_at == parse("2027-03-25T10:00:00+02:00")
        move(world, first, "convened")
    with time_machine.travel(parse("2027-03-25T10:00:00+02:00"), tick=False):
        move(world, first, "running")
        move(world, first, "ended")
        second = Meeting.objects.exclude(pk=first.pk).get()
        # The clocks went forward meanwhile: it is ten o'clock all the same.
        assert second.starts_at == parse("2027-04-29T10:00:00+03:00")
        move(world, second, "cancelled")
        assert Meeting.objects.latest("starts_at").starts_at == parse("2027-05-27T10:00:00+03:00")


def test_a_planned_meeting_follows_its_series_and_none_is_planned_after_its_end(world: World) -> None:
    with time_machine.travel(parse("2027-03-02T09:00:00+02:00"), tick=False):
        series = MeetingSeries.objects.get(pk=agree(world, unit="week", nth=None).json()["id"])
        path = f"groups/{world.group.pk}/meeting-series/{series.pk}"
        answer = api(world, "facilitator").patch(path, {"time": "15:30:00"}, **{"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["time"]) == (200, "15:30:00"), answer.content
        meeting = Meeting.objects.get()
        assert meeting.starts_at == parse("2027-03-04T15:30:00+02:00")
        api(world, "facilitator").patch(path, {"is_active": False}, **{"If-Match": '"2"'})
        move(world, meeting, "cancelled")
        assert Meeting.objects.count() == 1


def test_what_a_series_may_be(world: World) -> None:
    assert pointers(agree(world, nth=None)) == [("/nth", "unit")]
    assert pointers(agree(world, unit="week")) == [("/nth", "unit")]
    assert pointers(agree(world, weekday=7)) == [("/weekday", "max_value")]
    path = f"groups/{world.group.pk}/meeting-series"
    assert api(world, "teacher").post(path, MONTHLY).status_code == 403


# ---- answers, check-in, quorum -----------------------------------------------------------------------------


def test_a_seat_answers_the_invitation_also_by_its_deputy(world: World) -> None:
    meeting = a_meeting(world, "convened")
    path = f"meetings/{meeting.pk}/answer"
    assert api(world, "teacher").put(path, {"answer": "by_video"}).status_code == 200
    standing_in(world, "officer")
    assert api(world, "deputy").put(path, {"answer": "deputy"}).status_code == 200
    assert api(world, "observer").put(path, {"answer": "comes"}).status_code == 403
    other = {"answer": "not", "membership_id": str(world.seats["officer"].pk)}
    assert pointers(api(world, "teacher").put(path, other)) == [("/membership_id", "not_yours")]
    answers = {one["membership_id"]: one["answer"] for one in shown(world, meeting)["seats"]}
    assert answers[str(world.seats["teacher"].pk)] == "by_video"
    assert answers[str(world.seats["officer"].pk)] == "deputy"


def test_who_has_two_seats_answers_for_each(world: World) -> None:
    second = a_seat(
        world.group, a_mandate(world.people["teacher"], world.organisations["market"]), Role.MEMBER
    )
    meeting = a_meeting(world, "convened")
    assert len(shown(world, meeting, "teacher")["mine"]) == 2
    body = {"answer": "comes", "membership_id": str(second.pk)}
    api(world, "teacher").put(f"meetings/{meeting.pk}/answer", body)
    assert Attendance.objects.get().membership_id == second.pk


def check_in(world: World, meeting: Meeting, name: str, code: str) -> Any:
    return api(world, name).post(f"meetings/{meeting.pk}/check-ins", {"code": code})


def test_people_check_in_by_the_code_that_rotates(world: World) -> None:
    with time_machine.travel(parse("2027-03-02T09:00:07+02:00"), tick=False):
        meeting = a_meeting(world, "running")
        assert api(world, "teacher").get(f"meetings/{meeting.pk}/code").status_code == 403
        code = api(world, "secretary").get(f"meetings/{meeting.pk}/code").json()
        assert parse(code["until"]) == parse("2027-03-02T09:00:30+02:00")
        assert check_in(world, meeting, "teacher", code["code"]).status_code == 200
    wrong = next(one for one in ("0000", "0001", "0002") if one != code["code"])
    with time_machine.travel(parse("2027-03-02T09:00:59+02:00"), tick=False):
        assert check_in(world, meeting, "officer", code["code"]).status_code == 200
    with time_machine.travel(parse("2027-03-02T09:01:00+02:00"), tick=False):
        assert compute_code(meeting.check_in_key, now()) != code["code"]
        assert pointers(check_in(world, meeting, "councillor", code["code"])) == [("/code", "wrong_code")]
        for _ in range(4):
            check_in(world, meeting, "councillor", wrong)
        right = compute_code(meeting.check_in_key, now() - PERIOD)
        assert check_in(world, meeting, "councillor", right).json()["code"] == "too_many_codes"
    assert shown(world, meeting)["quorum"]["present"] == 2


def test_a_code_typed_without_a_connection_counts_for_its_moment(world: World) -> None:
    typed = parse("2027-03-02T09:00:07+02:00")
    with time_machine.travel(typed, tick=False):
        meeting = a_meeting(world, "running")
        body = {"code": compute_code(meeting.check_in_key, typed), "at": typed.isoformat()}
    with time_machine.travel(typed + timedelta(minutes=20), tick=False):
        assert api(world, "teacher").post(f"meetings/{meeting.pk}/check-ins", body).status_code == 200
    assert Attendance.objects.get().checked_in_at == typed


def test_a_deputy_checks_in_for_the_seat(world: World) -> None:
    meeting = a_meeting(world, "running")
    deputy = standing_in(world, "officer")
    check_in(world, meeting, "deputy", compute_code(meeting.check_in_key, now()))
    row = Attendance.objects.get()
    assert (row.membership_id, row.deputy_id) == (world.seats["officer"].pk, deputy.pk)


def presence(world: World, meeting: Meeting, seat: str, name: str = "secretary", **facts: Any) -> Any:
    path = f"meetings/{meeting.pk}/seats/{world.seats[seat].pk}"
    return api(world, name).put(path, {"is_present": True, **facts})


def test_the_secretary_records_who_comes_and_leaves(world: World) -> None:
    meeting = a_meeting(world, "running")
    presence(world, meeting, "officer")
    presence(world, meeting, "teacher", way="video")
    answer = presence(world, meeting, "councillor")
    assert (answer.json()["quorum"]["present"], answer.json()["quorum"]["is_met"]) == (3, True)
    answer = presence(world, meeting, "officer", is_present=False)
    assert answer.json()["quorum"]["is_met"] is False
    assert presence(world, meeting, "observer").status_code == 404
    assert presence(world, meeting, "officer", "teacher").status_code == 403
    assert pointers(presence(world, meeting, "officer", by_deputy=True)) == [("/by_deputy", "no_deputy")]
    path = f"meetings/{meeting.pk}/seats/{world.seats['teacher'].pk}"
    assert api(world, "secretary").delete(path).json()["quorum"]["present"] == 1


def test_a_check_in_without_a_connection_arrives_after_the_end(world: World) -> None:
    meeting = a_meeting(world, "running")
    came = now()
    move(world, meeting, "ended")
    assert presence(world, meeting, "officer", at=came.isoformat()).status_code == 200
    assert Attendance.objects.get().checked_in_at == came
    presence(world, meeting, "teacher", at=(came + timedelta(days=1)).isoformat())
    meeting.refresh_from_db()
    assert Attendance.objects.latest("pk").checked_in_at == meeting.ended_at


def test_who_lost_the_seat_since_stays_in_the_record(world: World) -> None:
    meeting = a_meeting(world, "running")
    presence(world, meeting, "officer")
    move(world, meeting, "ended")
    before = shown(world, meeting)["seats"]
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        seat = world.seats["officer"]
        seat.until = now()
        seat.save(update_fields=["until"])
        assert shown(world, meeting)["seats"] == before


def test_who_loses_the_seat_while_it_runs_makes_no_quorum(world: World) -> None:
    meeting = a_meeting(world, "running")
    for name in ("officer", "teacher", "councillor"):
        presence(world, meeting, name)
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        seat = world.seats["officer"]
        seat.until = now()
        seat.save(update_fields=["until"])
        body = shown(world, meeting)
    assert (body["quorum"]["present"], body["quorum"]["is_met"]) == (2, False)
    assert str(seat.pk) in {one["membership_id"] for one in body["seats"]}


def test_two_meetings_convened_at_once_get_two_numbers(world: World, transactional_db: None) -> None:
    meetings = [a_meeting(world), a_meeting(world, days=20)]
    at_once(*(partial(move, world, one, "convened") for one in meetings))
    assert set(Meeting.objects.values_list("number", flat=True)) == {1, 2}


def test_a_page_takes_as_many_queries_for_many_items_as_for_one(world: World) -> None:
    meeting = a_meeting(world)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(world, meeting)
        return len(asked)

    an_item(world, meeting, "teacher")
    few = count()
    for name in ("teacher", "officer", "councillor", "facilitator"):
        an_item(world, meeting, name)
    assert count() == few


# ---- going through the agenda ------------------------------------------------------------------------------


def test_the_clock_of_an_item_runs_while_it_is_the_current_one(world: World) -> None:
    meeting = a_meeting(world)
    one, two = an_item(world, meeting, minutes=10), an_item(world, meeting)
    move(world, meeting, "convened")
    move(world, meeting, "running")
    with time_machine.travel(now() + timedelta(minutes=1), tick=False) as clock:
        take_up(world, meeting, one)
        clock.shift(timedelta(minutes=3))
        take_up(world, meeting, two)
        clock.shift(timedelta(minutes=1))
        take_up(world, meeting, one)
        clock.shift(timedelta(minutes=2))
        move(world, meeting, "ended")
    items = {one["id"]: one for one in shown(world, meeting)["agenda"]}
    assert (items[str(one.pk)]["spent_seconds"], items[str(two.pk)]["spent_seconds"]) == (300, 60)
    assert {one["state"] for one in items.values()} == {"done"}


def test_what_was_not_taken_up_is_postponed_at_the_end(world: World) -> None:
    meeting = a_meeting(world)
    item = an_item(world, meeting)
    move(world, meeting, "convened")
    move(world, meeting, "running")
    move(world, meeting, "ended")
    item.refresh_from_db()
    assert item.state == "postponed"
    with pytest.raises(DomainError):
        take_up(world, meeting, item)
