"""What falls due in this room: reminders."""

from __future__ import annotations

from tasks.models import Reminder
from tasks.services.reminders import fire_reminders
from viche.deadlines.registry import due
from viche.kernel.actor import Actor


def fire(actor: Actor, rows: list[Reminder]) -> None:
    """The engine has claimed these rows and marks them as fired in the same transaction."""
    fire_reminders(actor=actor, reminders=rows)


due("tasks.reminder", model=Reminder, fire=fire)
