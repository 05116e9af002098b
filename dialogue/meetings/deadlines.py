"""What the clock does for meetings: reminders, and entries of calendars."""

from __future__ import annotations

from dialogue.meetings.invitations import list_calendar_entries
from dialogue.meetings.models import MeetingReminder
from dialogue.meetings.services import send_due_reminders
from viche.deadlines.calendars import register_calendar
from viche.deadlines.registry import register_deadline
from viche.kernel.actor import Actor


def send_reminders(actor: Actor, rows: list[MeetingReminder]) -> None:
    send_due_reminders(actor=actor, rows=rows)


register_deadline("dialogue.meeting", model=MeetingReminder, fire=send_reminders)
register_calendar("dialogue.meeting", list_calendar_entries)
