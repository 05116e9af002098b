"""Deadlines of action items: reminders, personal reminders, and calendar entries for the items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from groups.common.columns import GROUP
from tasks.items.access import ActorItemAccess
from tasks.items.models import ActionItem
from tasks.items.owners import OWNER_FIELDS
from tasks.items.states import UNFINISHED_STATES, State
from tasks.lifecycle.notification_text import describe_calendar_entry
from tasks.reminders.models import OwnReminder, Reminder
from tasks.reminders.personal import dispatch_own_reminders
from tasks.reminders.services import dispatch_due_reminders
from viche.deadlines.calendars import CalendarEntry, register_calendar
from viche.deadlines.registry import register_deadline
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import select_related_columns
from viche.kernel.row_claims import Claim, wrap_claimed_rows


def handle_due_reminders(actor: Actor, rows: list[Reminder]) -> None:
    """Dispatch reminders whose rows the engine has claimed; it marks them in the same transaction."""
    handle_claimed_reminders(actor, wrap_claimed_rows(rows, now()))


def handle_claimed_reminders(actor: Actor, claim: Claim) -> int:
    """Dispatch reminders with one statement that claims and marks their rows itself."""
    return dispatch_due_reminders(actor=actor, claim=claim)


def handle_due_own_reminders(actor: Actor, rows: list[OwnReminder]) -> None:
    dispatch_own_reminders(actor=actor, rows=rows)


def list_calendar_entries(actor: Actor, since: date, most: int) -> Iterator[CalendarEntry]:
    """Yield the unfinished items that the actor works on and the done ones that they could verify."""
    stance = ActorItemAccess.of(actor)
    theirs = (stance.works_on_q() & Q(state__in=UNFINISHED_STATES)) | (
        stance.could_verify_q() & Q(state=State.DONE)
    )
    rows = ActionItem.objects.filter(stance.reads(), theirs, due_on__gte=since).order_by("due_on", "id")
    for item in select_related_columns(rows, group=GROUP, **OWNER_FIELDS)[:most]:
        title, text = describe_calendar_entry(item)
        page = f"/actions/{item.pk}"
        yield CalendarEntry(item.pk, item.due_on, title, text, page, item.version, item.state_since)


register_deadline(
    "tasks.reminder", model=Reminder, fire=handle_due_reminders, fire_at_once=handle_claimed_reminders
)
register_deadline("tasks.own_reminder", model=OwnReminder, fire=handle_due_own_reminders)
register_calendar("tasks.action_item", list_calendar_entries)
