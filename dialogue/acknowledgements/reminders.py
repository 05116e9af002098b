"""Schedule of the reminders to acknowledge must-read messages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogue.acknowledgements.models import MustRead, MustReadReminder
from dialogue.common.dates import convert_to_utc
from dialogue.threads.models import Thread
from viche.kernel.clock import now

REMINDER_TIME = time(9)
"""Time of day of reminders, in the group's time zone."""
DAY = timedelta(days=1)
FIRST_INTERVAL, LATER_INTERVAL, MONTH = timedelta(days=3), timedelta(days=7), timedelta(days=30)
"""Every third day, and once a week when a month has passed."""
MAX_DURATION = timedelta(days=366)
"""No reminders after a year."""


def schedule_next_reminder(must_read: MustRead) -> None:
    """Schedule the next reminder. Needs the group of its thread."""
    zone = must_read.message.thread.group.time_zone
    moments = (convert_to_utc(day, REMINDER_TIME, zone) for day in _iterate_days(must_read, zone))
    following = next((moment for moment in moments if moment > now()), None)
    if following is not None:
        MustReadReminder.objects.create(must_read=must_read, due_at=following)


def lock_reminders(**of: Any) -> None:
    """Lock the reminders, waiting for the deadlines engine.

    The engine locks due rows and schedules the next. A DELETE that waited for the engine would not see the
    rows that it scheduled.
    """
    reminders = MustReadReminder.objects.filter(**of).order_by("due_at", "id")
    list(reminders.select_for_update(of=("self",)).values_list("pk"))


def reschedule_reminders(must_read: MustRead) -> None:
    """Delete the scheduled reminder and schedule the next one for the changed day."""
    lock_reminders(must_read=must_read)
    must_read.reminders.filter(fired_at=None).delete()
    schedule_next_reminder(must_read)


def reschedule_in_time_zone(thread: Thread, former: str) -> None:
    """Move the reminders of a moved thread to the same days in its new group's time zone.

    `former` is the time zone of the group that it has left. Reminders that are then in the past are due at
    once.
    """
    waiting = {"must_read__message__thread": thread, "fired_at": None}
    lock_reminders(**waiting)
    rows = list(MustReadReminder.objects.filter(**waiting))
    for row in rows:
        day = row.due_at.astimezone(ZoneInfo(former)).date()
        row.due_at = convert_to_utc(day, REMINDER_TIME, thread.group.time_zone)
    MustReadReminder.objects.bulk_update(rows, ["due_at"])


def _iterate_days(must_read: MustRead, zone: str) -> Iterator[date]:
    """Yield the days of reminders.

    With a due day: the day before it, that day, and on from there; otherwise on from the day of the request.
    """
    marked = must_read.marked_at.astimezone(ZoneInfo(zone)).date()
    start = must_read.due_on or marked
    if must_read.due_on is not None:
        if start - DAY > marked:
            yield start - DAY
        yield start
    day = start
    while day < start + MAX_DURATION:
        day += FIRST_INTERVAL if day < start + MONTH else LATER_INTERVAL
        yield day
