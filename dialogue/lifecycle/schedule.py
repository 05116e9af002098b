"""The days between which a thread stands open, and when they are acted upon, by the clock of its group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.acknowledgements.reminders import DAY, HOUR, LATER, LONGEST
from dialogue.common.dates import LATEST, at_clock, beginning_of
from dialogue.lifecycle.models import ThreadTerm
from dialogue.threads.models import Thread, ThreadState
from groups.models import InitiativeGroup
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid

FARTHEST = timedelta(days=3660)
"""How far ahead the last day may be."""


def plan_term(thread: Thread, set_by: UUID | None = None) -> None:
    """Write down the next moment at which a day of a thread is acted upon, in place of what was planned.
    Needs its group; it is held. `set_by` set the first day.

    What the clock has taken already is left: it waits for the thread, and finds that something newer is
    planned (`is_planned_anew`).
    """
    free = thread.terms.filter(fired_at=None).select_for_update(skip_locked=True, of=("self",))
    ThreadTerm.objects.filter(pk__in=list(free.values_list("pk", flat=True))).delete()
    moment = _next_moment(thread)
    if moment is not None:
        ThreadTerm.objects.create(thread=thread, due_at=moment, set_by_id=set_by)


def is_planned_anew(row: ThreadTerm) -> bool:
    """What is planned anew is always later than what the clock had taken by then."""
    return ThreadTerm.objects.filter(thread=row.thread_id, fired_at=None, due_at__gt=row.due_at).exists()


def _next_moment(thread: Thread) -> datetime | None:
    zone = thread.group.time_zone
    if thread.is_draft:
        return beginning_of(thread.opens_on, zone) if thread.opens_on is not None else None
    if thread.state != ThreadState.OPEN or thread.closes_on is None:
        return None
    mornings = (at_clock(day, HOUR, zone) for day in _days(min(thread.closes_on, LATEST)))
    return next((moment for moment in mornings if moment > now()), None)


def _days(last: date) -> Iterator[date]:
    """The day before the last one, that day, the day after, and on from there."""
    yield last - DAY
    yield last
    day = last + DAY
    while day < last + LONGEST:
        yield day
        day += LATER


def checked_first_day(group: InitiativeGroup, opens_on: date | None, *, draft: bool) -> date | None:
    """Raises Invalid for a day that is not to come, and for anything but a draft."""
    if opens_on is None:
        return None
    day = today(group.time_zone)
    if not draft:
        raise Invalid.field("/opens_on", "not_draft", _("Only a draft opens by itself. Save it as one."))
    if opens_on <= day:
        raise Invalid.field("/opens_on", "past", _("Choose a later day, or open the thread at once."))
    if opens_on > day + LONGEST:
        raise Invalid.field("/opens_on", "too_far", _("Choose a day within a year."))
    return opens_on


def checked_last_day(group: InitiativeGroup, closes_on: date | None) -> date | None:
    """Raises Invalid for a day that has passed, and for one that is too far away."""
    if closes_on is None:
        return None
    day = today(group.time_zone)
    if closes_on < day:
        raise Invalid.field("/closes_on", "past", _("This date has passed. Choose a later one."))
    if closes_on > day + FARTHEST:
        raise Invalid.field("/closes_on", "too_far", _("Choose a day within ten years."))
    return closes_on


def check_order(thread: Thread, *, first_changed: bool) -> None:
    """Raises Invalid, at the day that was changed, for a last day before the first."""
    if thread.opens_on is None or thread.closes_on is None or thread.opens_on <= thread.closes_on:
        return
    if first_changed:
        raise Invalid.field("/opens_on", "after_last", _("The first day cannot come after the last one."))
    raise Invalid.field("/closes_on", "before_first", _("The last day cannot come before the first one."))
