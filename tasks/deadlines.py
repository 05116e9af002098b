"""What falls due in this room: reminders."""

from __future__ import annotations

from tasks.models import Reminder
from tasks.services.reminders import fire_reminders
from viche.deadlines.registry import due
from viche.kernel.actor import Actor
from viche.kernel.claims import Claim, held
from viche.kernel.clock import now


def fire(actor: Actor, rows: list[Reminder]) -> None:
    """The engine has claimed these rows and marks them as fired in the same transaction."""
    fire_at_once(actor, held(rows, now()))


def fire_at_once(actor: Actor, claim: Claim) -> int:
    """Rows that the statement itself claims and marks."""
    return fire_reminders(actor=actor, claim=claim)


due("tasks.reminder", model=Reminder, fire=fire, fire_at_once=fire_at_once)
