"""What falls due in this room: reminders, those that people set for themselves, and whole items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from groups.common.columns import GROUP
from tasks.items.access import Stance
from tasks.items.models import ActionItem
from tasks.items.owners import OWNER
from tasks.items.states import UNFINISHED, State
from tasks.lifecycle.notification_text import in_calendar
from tasks.reminders.models import OwnReminder, Reminder
from tasks.reminders.personal import fire_own_reminders
from tasks.reminders.services import fire_reminders
from viche.deadlines.calendars import Entry, calendar
from viche.deadlines.registry import due
from viche.kernel.actor import Actor
from viche.kernel.claims import Claim, held
from viche.kernel.clock import now
from viche.kernel.lists import referring


def fire(actor: Actor, rows: list[Reminder]) -> None:
    """The engine has claimed these rows and marks them as fired in the same transaction."""
    fire_at_once(actor, held(rows, now()))


def fire_at_once(actor: Actor, claim: Claim) -> int:
    """Rows that the statement itself claims and marks."""
    return fire_reminders(actor=actor, claim=claim)


def fire_own(actor: Actor, rows: list[OwnReminder]) -> None:
    fire_own_reminders(actor=actor, rows=rows)


def entries(actor: Actor, since: date, most: int) -> Iterator[Entry]:
    """The open items that somebody works on, and the finished ones that they could verify."""
    stance = Stance.of(actor)
    theirs = (stance.works_on() & Q(state__in=UNFINISHED)) | (stance.could_verify() & Q(state=State.DONE))
    rows = ActionItem.objects.filter(stance.reads(), theirs, due_on__gte=since).order_by("due_on", "id")
    for item in referring(rows, group=GROUP, **OWNER)[:most]:
        title, text = in_calendar(item)
        page = f"/actions/{item.pk}"
        yield Entry(item.pk, item.due_on, title, text, page, item.version, item.state_since)


due("tasks.reminder", model=Reminder, fire=fire, fire_at_once=fire_at_once)
due("tasks.own_reminder", model=OwnReminder, fire=fire_own)
calendar("tasks.action_item", entries)
