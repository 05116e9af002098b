"""The reminder ladder of a convened meeting: three days, one day and one hour before."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogue.common.dates import convert_to_utc
from dialogue.meetings.models import Meeting, MeetingReminder, ReminderStage
from viche.kernel.clock import now

DAYS_BEFORE = {ReminderStage.DAYS: 3, ReminderStage.DAY: 1}


def schedule_reminders(meeting: Meeting) -> None:
    """Schedule the reminders of a locked meeting that are still to come, instead of those before."""
    cancel_reminders(meeting)
    moments = {stage: _find_moment(meeting, stage) for stage in ReminderStage}
    MeetingReminder.objects.bulk_create(
        MeetingReminder(meeting=meeting, stage=stage, due_at=at)
        for stage, at in moments.items()
        if at > now()
    )


def cancel_reminders(meeting: Meeting) -> None:
    """Delete the reminders of a locked meeting that have not been sent."""
    MeetingReminder.objects.filter(meeting=meeting, fired_at=None).delete()


def _find_moment(meeting: Meeting, stage: ReminderStage) -> datetime:
    """Return when a stage is reached: days are counted by the calendar of the group."""
    if stage == ReminderStage.HOUR:
        return meeting.starts_at - timedelta(hours=1)
    zone = meeting.group.time_zone
    local = meeting.starts_at.astimezone(ZoneInfo(zone))
    return convert_to_utc(local.date() - timedelta(days=DAYS_BEFORE[stage]), local.time(), zone)
