"""Reminder emails to owners without an account, sent on the same events as all other reminders."""

from __future__ import annotations

from datetime import date

from tasks.external_assignees.link_services import remind_body
from tasks.reminders.events import ReminderDue
from tasks.reminders.services import EMAIL_SUBSCRIBER
from viche.kernel.actor import Actor
from viche.kernel.events import register_subscriber
from viche.kernel.models import Event

MAILER = Actor.for_system("tasks.letters")


@register_subscriber(EMAIL_SUBSCRIBER, kinds=(ReminderDue.kind,))
def remind(event: Event) -> None:
    """Send the reminder of an item that an outside body owns: see `DISPATCH_DUE_REMINDERS_SQL`."""
    due_on = date.fromisoformat(event.data["due_on"])
    remind_body(actor=MAILER, action_id=event.subject_id, due_on=due_on)
