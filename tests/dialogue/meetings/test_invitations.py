"""What people are told of a meeting: invitations with calendar files, reminders once each, duties."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from icalendar import Calendar

from dialogue.meetings.models import Meeting, MeetingReminder
from dialogue.meetings.services import edit_meeting
from groups.initiative_groups.services import suspend_group
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api, standing_in
from tests.dialogue.meetings.helpers import a_meeting, an_item, if_match_now, move, parse
from tests.notifications.test_mailing import send_soon
from tests.tasks.helpers import drain_settled
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
EVERYBODY = {"facilitator", "secretary", "officer", "teacher", "councillor", "observer"}


def change(world: World, meeting: Meeting, **changes: Any) -> Meeting:
    meeting.refresh_from_db()
    return edit_meeting(
        actor=world.actor("facilitator"),
        meeting_id=meeting.pk,
        expected_version=meeting.version,
        changes=changes,
    )


def invitation(world: World, name: str) -> tuple[str, Any]:
    """The method and the event of the calendar file in the last letter to somebody."""
    send_soon()
    letters = [one for one in mail.outbox if one.to == [world.people[name].email]]
    found = [one for one in letters[-1].message().walk() if one.get_content_type() == "text/calendar"]
    (part,) = found
    calendar: Any = Calendar.from_ical(bytes(part.get_payload(decode=True)))
    assert part.get_param("method") == calendar["method"]
    (event,) = calendar.walk("VEVENT")
    mail.outbox.clear()
    return str(calendar["method"]), event


def answer(world: World, meeting: Meeting, name: str, said: str) -> None:
    assert api(world, name).put(f"meetings/{meeting.pk}/answer", {"answer": said}).status_code == 200


# ---- invitations -------------------------------------------------------------------------------------------


def test_a_planned_meeting_is_told_to_nobody_and_a_convened_one_to_all(world: World) -> None:
    meeting = a_meeting(world)
    assert told(world) == {}
    move(world, meeting, "convened")
    assert told(world).keys() == EVERYBODY - {"facilitator"}
    assert words(world, "teacher").needs_answer
    assert not words(world, "observer").needs_answer
    answer(world, meeting, "teacher", "comes")
    assert not words(world, "teacher").needs_answer


def test_calendars_follow_from_the_invitation_to_the_cancellation(world: World) -> None:
    meeting = a_meeting(world, "convened", place="Сесійна зала", video_url="https://meet.example.org/x")
    drain_settled()
    method, first = invitation(world, "teacher")
    assert (method, first["sequence"], str(first["status"])) == ("REQUEST", 0, "CONFIRMED")
    assert str(first["attendee"]) == f"mailto:{world.people['teacher'].email}"
    assert str(first["organizer"]).startswith("mailto:")
    assert str(first["location"]) == "Сесійна зала, https://meet.example.org/x"
    assert first["dtstart"].dt == meeting.starts_at.replace(microsecond=0)
    later = meeting.starts_at + timedelta(days=1)
    change(world, meeting, starts_at=later, ends_at=later + timedelta(hours=1))
    drain_settled()
    method, moved = invitation(world, "teacher")
    assert (method, moved["sequence"], moved["uid"]) == ("REQUEST", 1, first["uid"])
    assert moved["dtstart"].dt == later.replace(microsecond=0)
    move(world, meeting, "cancelled")
    drain_settled()
    method, last = invitation(world, "teacher")
    assert (method, last["sequence"], last["uid"]) == ("CANCEL", 2, first["uid"])
    assert str(last["status"]) == "CANCELLED"


def test_what_changes_no_invitation_is_told_to_nobody(world: World) -> None:
    meeting = a_meeting(world, "convened")
    forget()
    change(world, meeting, secretary_id=world.mandates["secretary"].pk)
    assert told(world) == {}
    meeting.refresh_from_db()
    assert meeting.sequence == 0


def test_the_calendar_feed_has_the_meetings_to_which_one_was_invited(world: World) -> None:
    meeting = a_meeting(world, "convened", title_uk="Безпека дворів")
    a_meeting(world, title_uk="Ще не скликана")

    def entries(name: str) -> list[Any]:
        path = str(api(world, name).post("me/calendar-feed", None).json()["path"])
        return Calendar.from_ical(Client().get(path).content).walk("VEVENT")

    (event,) = entries("teacher")
    assert str(event["summary"]).endswith("1: Безпека дворів")
    assert str(event["transp"]) == "OPAQUE"
    assert entries("observer") == entries("outsider") == []
    move(world, meeting, "cancelled")
    (event,) = entries("teacher")
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)


def test_another_time_asks_for_answers_again(world: World) -> None:
    meeting = a_meeting(world, "convened")
    answer(world, meeting, "teacher", "comes")
    change(world, meeting, place="Бібліотека")
    assert duties(world, "teacher") == []
    later = meeting.starts_at + timedelta(days=1)
    change(world, meeting, starts_at=later, ends_at=later + timedelta(hours=1))
    assert duties(world, "teacher") == ["dialogue.meeting_answer"]


def test_nobody_is_reminded_while_the_group_rests(world: World) -> None:
    meeting = a_meeting(world, "convened")
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    with time_machine.travel(meeting.starts_at - timedelta(hours=1), tick=False):
        fire_due()
    assert reminded() == []


# ---- reminders ---------------------------------------------------------------------------------------------


def reminded() -> list[str]:
    rows = Event.objects.filter(kind="dialogue.meeting_reminded").order_by("at", "id")
    return [row.data["stage"] for row in rows]


def test_each_stage_of_the_ladder_reminds_once_by_local_time(world: World) -> None:
    starts_at = parse("2027-03-29T10:00:00+03:00")  # the clocks go forward the day before
    with time_machine.travel(parse("2027-03-15T10:00:00+02:00"), tick=False):
        a_meeting(world, "convened", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    due = [row.due_at for row in MeetingReminder.objects.order_by("due_at")]
    assert due == [
        parse("2027-03-26T10:00:00+02:00"),
        parse("2027-03-28T10:00:00+03:00"),
        parse("2027-03-29T09:00:00+03:00"),
    ]
    for count, moment in enumerate(due, 1):
        with time_machine.travel(moment, tick=False):
            assert [fire_due(), fire_due()] == [1, 0]
        assert len(reminded()) == count
    assert reminded() == ["days", "day", "hour"]


def test_a_late_clock_reminds_once_of_what_is_still_to_come(world: World) -> None:
    meeting = a_meeting(world, "convened")
    with time_machine.travel(meeting.starts_at - timedelta(minutes=1), tick=False):
        fire_due()
        assert reminded() == ["hour"]
    other = a_meeting(world, "convened", days=30)
    with time_machine.travel(other.starts_at + timedelta(minutes=1), tick=False):
        fire_due()
    assert reminded() == ["hour"]


def test_who_does_not_come_is_not_reminded(world: World) -> None:
    meeting = a_meeting(world, "convened")
    answer(world, meeting, "officer", "not")
    answer(world, meeting, "teacher", "comes")
    forget()
    with time_machine.travel(meeting.starts_at - timedelta(days=3), tick=False):
        fire_due()
        drain_settled()
    assert told(world).keys() == EVERYBODY - {"observer", "officer"}


def test_reminders_follow_the_time_and_end_with_the_cancellation(world: World) -> None:
    meeting = a_meeting(world, "convened")
    later = meeting.starts_at + timedelta(days=5)
    change(world, meeting, starts_at=later, ends_at=later + timedelta(hours=1))
    assert MeetingReminder.objects.latest("due_at").due_at == later - timedelta(hours=1)
    assert MeetingReminder.objects.count() == 3
    move(world, meeting, "cancelled")
    assert not MeetingReminder.objects.exists()


# ---- duties ------------------------------------------------------------------------------------------------


def duties(world: World, name: str) -> list[str]:
    items = api(world, name).get("today").json()["duties"]
    return [one["kind"] for one in items if one["kind"].startswith("dialogue.meeting")]


def test_an_invitation_waits_until_the_seat_answered(world: World) -> None:
    meeting = a_meeting(world, "convened")
    standing_in(world, "officer")
    assert duties(world, "teacher") == duties(world, "deputy") == ["dialogue.meeting_answer"]
    assert duties(world, "observer") == []
    answer(world, meeting, "teacher", "by_video")
    answer(world, meeting, "deputy", "deputy")
    assert duties(world, "teacher") == duties(world, "officer") == []
    with time_machine.travel(meeting.starts_at + timedelta(minutes=1), tick=False):
        assert duties(world, "secretary") == []


def test_a_proposed_item_waits_for_who_orders_the_agenda(world: World) -> None:
    meeting = a_meeting(world, days=40)
    an_item(world, meeting)
    assert duties(world, "facilitator") == []
    item = an_item(world, meeting, "teacher")
    assert duties(world, "facilitator") == ["dialogue.meeting_agenda"]
    assert duties(world, "secretary") == []
    body = {"items": [{"id": str(item.pk)}]}
    path = f"meetings/{meeting.pk}/agenda"
    api(world, "facilitator").put(path, body, **if_match_now(meeting))
    assert duties(world, "facilitator") == ["dialogue.meeting_agenda"]  # the other one is left out now
    assert now() < meeting.starts_at
