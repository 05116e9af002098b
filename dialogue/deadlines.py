"""What falls due in this room: reminders of messages that must be read, and the ends of rounds."""

from __future__ import annotations

from dialogue.models import MustReadReminder, RoundEnd
from dialogue.services.must_reads import fire_must_reads
from dialogue.services.rounds import fire_rounds
from viche.deadlines.registry import due
from viche.kernel.actor import Actor


def fire(actor: Actor, rows: list[MustReadReminder]) -> None:
    fire_must_reads(actor=actor, rows=rows)


def end(actor: Actor, rows: list[RoundEnd]) -> None:
    fire_rounds(actor=actor, rows=rows)


due("dialogue.must_read", model=MustReadReminder, fire=fire)
due("dialogue.round", model=RoundEnd, fire=end)
