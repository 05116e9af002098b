"""Act on the opening and closing days of threads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.acknowledgements.reminders import DAY, MAX_DURATION
from dialogue.common.dates import beginning_of
from dialogue.lifecycle.events import Stage, ThreadTermDue
from dialogue.lifecycle.models import ThreadTerm
from dialogue.lifecycle.schedule import is_rescheduled, schedule_next_deadline
from dialogue.lifecycle.services import transition_thread
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.events import record
from viche.kernel.services import Reason, service
from viche.kernel.versions import save_new_version


@service(Reason.SYSTEM)
def run_due_thread_transitions(*, actor: Actor, rows: Sequence[ThreadTerm]) -> None:
    """Open drafts whose first day has come, and record that last days of threads are due.

    A draft is opened in the name of the person who set the day. A thread that was rescheduled meanwhile is
    skipped.
    """
    due = ThreadTerm.objects.filter(pk__in=[row.pk for row in rows]).order_by("thread_id", "id")
    for row in due:
        held = Thread.objects.select_for_update(of=("self",), no_key=True).select_related("group")
        thread = held.get(pk=row.thread_id)
        if is_rescheduled(row):
            continue
        if thread.is_draft and thread.opens_on is not None:
            _open_draft(actor, thread, thread.opens_on, row)
        elif thread.state == ThreadState.OPEN and thread.closes_on is not None:
            _record_last_day(actor, thread, thread.closes_on)


def _open_draft(actor: Actor, thread: Thread, opens_on: date, row: ThreadTerm) -> None:
    """Open a draft. In a group that is not working it is tried again each day, for a year."""
    day = today(thread.group.time_zone)
    if day < opens_on:  # the time zone of the group has changed since
        schedule_next_deadline(thread, row.set_by_id)
    elif not thread.group.is_working and day < opens_on + MAX_DURATION:
        tomorrow = beginning_of(day + DAY, thread.group.time_zone)
        ThreadTerm.objects.create(thread=thread, due_at=tomorrow, set_by_id=row.set_by_id)
    elif (opener := _find_opener(actor, thread, row)) is not None:
        version = thread.version
        transition_thread(actor=opener, thread_id=thread.pk, to=ThreadState.OPEN, expected_version=version)
    else:
        _leave_draft(actor, thread, opens_on)


def _find_opener(actor: Actor, thread: Thread, row: ThreadTerm) -> Actor | None:
    """Return the person who set the day, if they may still open the thread."""
    if row.set_by_id is None:
        return actor
    opener = Actor.for_person(row.set_by_id)
    active = User.objects.filter(pk=row.set_by_id, is_active=True).exists()
    return opener if active and ThreadPolicy().can(opener, Action.OPEN, thread) else None


def _leave_draft(actor: Actor, thread: Thread, opens_on: date) -> None:
    """Leave the draft unopened without a day; its facilitators are notified."""
    thread.opens_on = None
    save_new_version(thread, "opens_on")
    record(actor, ThreadChanged(**get_event_scope(thread), change="edited"))
    _record_due(actor, thread, Stage.NOT_OPENED, opens_on)


def _record_last_day(actor: Actor, thread: Thread, closes_on: date) -> None:
    """Record the notification for today and schedule the next.

    In a group that is not working none is recorded.
    """
    schedule_next_deadline(thread)
    stage = _get_stage(today(thread.group.time_zone), closes_on)
    if stage is not None and thread.group.is_working:
        _record_due(actor, thread, stage, closes_on)


def _get_stage(day: date, closes_on: date) -> Stage | None:
    if day > closes_on:
        return Stage.PASSED
    if day == closes_on:
        return Stage.LAST_DAY
    return Stage.NEAR if day == closes_on - DAY else None


def _record_due(actor: Actor, thread: Thread, stage: Stage, day: date) -> None:
    record(actor, ThreadTermDue(**get_event_scope(thread), stage=stage, day=day.isoformat()))
