"""Opening and closing days of threads, and when they are acted upon, in the group's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.acknowledgements.reminders import DAY, LATER_INTERVAL, MAX_DURATION, REMINDER_TIME
from dialogue.common.dates import MAX_DATE, beginning_of, convert_to_utc
from dialogue.lifecycle.models import ThreadTerm
from dialogue.threads.models import Thread, ThreadState
from groups.models import InitiativeGroup
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid

MAX_AHEAD = timedelta(days=3660)
"""How far ahead the last day may be."""


def schedule_next_deadline(thread: Thread, set_by: UUID | None = None) -> None:
    """Schedule the next moment when a day of a locked thread is acted upon, replacing earlier ones.

    Needs its group. `set_by` set the first day. A row that the deadlines engine has already locked is
    skipped: the engine waits for the thread and then finds a newer row (`is_rescheduled`).
    """
    free = thread.terms.filter(fired_at=None).select_for_update(skip_locked=True, of=("self",))
    ThreadTerm.objects.filter(pk__in=list(free.values_list("pk", flat=True))).delete()
    moment = _next_moment(thread)
    if moment is not None:
        ThreadTerm.objects.create(thread=thread, due_at=moment, set_by_id=set_by)


def is_rescheduled(row: ThreadTerm) -> bool:
    """Return whether a later row is scheduled; a rescheduled one is always later."""
    return ThreadTerm.objects.filter(thread=row.thread_id, fired_at=None, due_at__gt=row.due_at).exists()


def _next_moment(thread: Thread) -> datetime | None:
    zone = thread.group.time_zone
    if thread.is_draft:
        return beginning_of(thread.opens_on, zone) if thread.opens_on is not None else None
    if thread.state != ThreadState.OPEN or thread.closes_on is None:
        return None
    mornings = (
        convert_to_utc(day, REMINDER_TIME, zone) for day in _iterate_days(min(thread.closes_on, MAX_DATE))
    )
    return next((moment for moment in mornings if moment > now()), None)


def _iterate_days(last: date) -> Iterator[date]:
    """Yield the days of notifications: the day before the last one, that day, and later ones."""
    yield last - DAY
    yield last
    day = last + DAY
    while day < last + MAX_DURATION:
        yield day
        day += LATER_INTERVAL


def validate_first_day(group: InitiativeGroup, opens_on: date | None, *, draft: bool) -> date | None:
    """Return the first day. Raises Invalid unless it is a draft's and within the next year."""
    if opens_on is None:
        return None
    day = today(group.time_zone)
    if not draft:
        raise Invalid.field("/opens_on", "not_draft", _("Only a draft opens by itself. Save it as one."))
    if opens_on <= day:
        raise Invalid.field("/opens_on", "past", _("Choose a later day, or open the thread at once."))
    if opens_on > day + MAX_DURATION:
        raise Invalid.field("/opens_on", "too_far", _("Choose a day within a year."))
    return opens_on


def validate_last_day(group: InitiativeGroup, closes_on: date | None) -> date | None:
    """Return the last day. Raises Invalid for a day that has passed or is too far away."""
    if closes_on is None:
        return None
    day = today(group.time_zone)
    if closes_on < day:
        raise Invalid.field("/closes_on", "past", _("This date has passed. Choose a later one."))
    if closes_on > day + MAX_AHEAD:
        raise Invalid.field("/closes_on", "too_far", _("Choose a day within ten years."))
    return closes_on


def check_day_order(thread: Thread, *, first_changed: bool) -> None:
    """Raise Invalid, at the day that was changed, for a last day before the first."""
    if thread.opens_on is None or thread.closes_on is None or thread.opens_on <= thread.closes_on:
        return
    if first_changed:
        raise Invalid.field("/opens_on", "after_last", _("The first day cannot come after the last one."))
    raise Invalid.field("/closes_on", "before_first", _("The last day cannot come before the first one."))
