"""What reminds owners without an account: the same events as everybody else."""

from __future__ import annotations

from datetime import date

from tasks.external_assignees.link_services import remind_body
from tasks.reminders.events import ReminderDue
from tasks.reminders.services import BY_LETTER
from viche.kernel.actor import Actor
from viche.kernel.events import subscriber
from viche.kernel.models import Event

MAILER = Actor.for_system("tasks.letters")


@subscriber(BY_LETTER, kinds=(ReminderDue.kind,))
def remind(event: Event) -> None:
    """Only of those that are for the owner of an item that an outside body owns: see `FIRING`."""
    due_on = date.fromisoformat(event.data["due_on"])
    remind_body(actor=MAILER, action_id=event.subject_id, due_on=due_on)
