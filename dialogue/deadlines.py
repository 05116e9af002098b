"""What falls due in this room: reminders of messages that must be read."""

from __future__ import annotations

from dialogue.models import MustReadReminder
from dialogue.services.must_reads import fire_must_reads
from viche.deadlines.registry import due
from viche.kernel.actor import Actor


def fire(actor: Actor, rows: list[MustReadReminder]) -> None:
    fire_must_reads(actor=actor, rows=rows)


due("dialogue.must_read", model=MustReadReminder, fire=fire)
