"""What happens by itself on the days of a thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.acknowledgements.reminders import DAY, LONGEST
from dialogue.common.dates import beginning_of
from dialogue.lifecycle.events import Stage, ThreadTermDue
from dialogue.lifecycle.models import ThreadTerm
from dialogue.lifecycle.schedule import is_planned_anew, plan_term
from dialogue.lifecycle.services import move_thread
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import place_of
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def fire_terms(*, actor: Actor, rows: Sequence[ThreadTerm]) -> None:
    """Open the drafts whose first day has come, in the name of who set it, and tell of the last days of what
    stands open. Of a thread that was changed meanwhile nothing happens: it has its own next moment.
    """
    due = ThreadTerm.objects.filter(pk__in=[row.pk for row in rows]).order_by("thread_id", "id")
    for row in due:
        held = Thread.objects.select_for_update(of=("self",), no_key=True).select_related("group")
        thread = held.get(pk=row.thread_id)
        if is_planned_anew(row):
            continue
        if thread.is_draft and thread.opens_on is not None:
            _open(actor, thread, thread.opens_on, row)
        elif thread.state == ThreadState.OPEN and thread.closes_on is not None:
            _tell_of_last_day(actor, thread, thread.closes_on)


def _open(actor: Actor, thread: Thread, opens_on: date, row: ThreadTerm) -> None:
    """In a group that rests it waits for a day on which that works, for a year."""
    day = today(thread.group.time_zone)
    if day < opens_on:  # the group goes by another clock since
        plan_term(thread, row.set_by_id)
    elif not thread.group.is_working and day < opens_on + LONGEST:
        tomorrow = beginning_of(day + DAY, thread.group.time_zone)
        ThreadTerm.objects.create(thread=thread, due_at=tomorrow, set_by_id=row.set_by_id)
    elif (opener := _opener(actor, thread, row)) is not None:
        version = thread.version
        move_thread(actor=opener, thread_id=thread.pk, to=ThreadState.OPEN, expected_version=version)
    else:
        _leave_closed(actor, thread, opens_on)


def _opener(actor: Actor, thread: Thread, row: ThreadTerm) -> Actor | None:
    """Who set the day, as long as they may open the thread themselves."""
    if row.set_by_id is None:
        return actor
    opener = Actor.for_person(row.set_by_id)
    active = User.objects.filter(pk=row.set_by_id, is_active=True).exists()
    return opener if active and ThreadPolicy().can(opener, Action.OPEN, thread) else None


def _leave_closed(actor: Actor, thread: Thread, opens_on: date) -> None:
    """It stays a draft, without a day, and whoever leads it hears of that."""
    thread.opens_on = None
    thread.version += 1
    thread.save(update_fields=["opens_on", "version"])
    record(actor, ThreadChanged(**place_of(thread), change="edited"))
    _tell(actor, thread, Stage.NOT_OPENED, opens_on)


def _tell_of_last_day(actor: Actor, thread: Thread, closes_on: date) -> None:
    """As it is on the day on which this happens. In a group that rests nobody is told."""
    plan_term(thread)
    stage = _stage(today(thread.group.time_zone), closes_on)
    if stage is not None and thread.group.is_working:
        _tell(actor, thread, stage, closes_on)


def _stage(day: date, closes_on: date) -> Stage | None:
    if day > closes_on:
        return Stage.PASSED
    if day == closes_on:
        return Stage.LAST_DAY
    return Stage.NEAR if day == closes_on - DAY else None


def _tell(actor: Actor, thread: Thread, stage: Stage, day: date) -> None:
    record(actor, ThreadTermDue(**place_of(thread), stage=stage, day=day.isoformat()))
