"""When those are reminded who have not acknowledged a message that must be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogue.acknowledgements.models import MustRead, MustReadReminder
from dialogue.common.dates import at_clock
from dialogue.threads.models import Thread
from viche.kernel.clock import now

HOUR = time(9)
"""When it happens, by the clock of the group."""
DAY = timedelta(days=1)
EVERY, LATER, MONTH = timedelta(days=3), timedelta(days=7), timedelta(days=30)
"""Every third day, and once a week when a month has passed."""
LONGEST = timedelta(days=366)
"""Whoever has let it rest for a year knows."""


def plan_next(must_read: MustRead) -> None:
    """Write down the next time. Needs the group of its thread."""
    zone = must_read.message.thread.group.time_zone
    moments = (at_clock(day, HOUR, zone) for day in _days(must_read, zone))
    following = next((moment for moment in moments if moment > now()), None)
    if following is not None:
        MustReadReminder.objects.create(must_read=must_read, due_at=following)


def hold_reminders(**of: Any) -> None:
    """Wait for the clock, which holds what it fires and plans the next: a DELETE that waited for it would not
    see what it planned.
    """
    reminders = MustReadReminder.objects.filter(**of).order_by("due_at", "id")
    list(reminders.select_for_update(of=("self",)).values_list("pk"))


def plan_anew(must_read: MustRead) -> None:
    """Forget what was planned: it counts from another day."""
    hold_reminders(must_read=must_read)
    must_read.reminders.filter(fired_at=None).delete()
    plan_next(must_read)


def plan_by_another_clock(thread: Thread, former: str) -> None:
    """Plan what has not come yet for the same days, by the clock of the group to which a thread has come from
    one whose zone was `former`. What has passed by that clock comes at once.
    """
    waiting = {"must_read__message__thread": thread, "fired_at": None}
    hold_reminders(**waiting)
    rows = list(MustReadReminder.objects.filter(**waiting))
    for row in rows:
        day = row.due_at.astimezone(ZoneInfo(former)).date()
        row.due_at = at_clock(day, HOUR, thread.group.time_zone)
    MustReadReminder.objects.bulk_update(rows, ["due_at"])


def _days(must_read: MustRead, zone: str) -> Iterator[date]:
    """With a day to keep: the day before it, that day, and on from there; else on from when it was asked."""
    marked = must_read.marked_at.astimezone(ZoneInfo(zone)).date()
    start = must_read.due_on or marked
    if must_read.due_on is not None:
        if start - DAY > marked:
            yield start - DAY
        yield start
    day = start
    while day < start + LONGEST:
        day += EVERY if day < start + MONTH else LATER
        yield day
