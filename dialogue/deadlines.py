"""What falls due in this room: reminders of what must be read, ends of rounds, and the days of threads."""

from __future__ import annotations

from dialogue.acknowledgements.models import MustReadReminder
from dialogue.acknowledgements.services import fire_must_reads
from dialogue.lifecycle.models import ThreadTerm
from dialogue.lifecycle.scheduled_steps import fire_terms
from dialogue.rounds.models import RoundEnd
from dialogue.rounds.services import fire_rounds
from viche.deadlines.registry import due
from viche.kernel.actor import Actor


def fire(actor: Actor, rows: list[MustReadReminder]) -> None:
    fire_must_reads(actor=actor, rows=rows)


def end(actor: Actor, rows: list[RoundEnd]) -> None:
    fire_rounds(actor=actor, rows=rows)


def keep_days(actor: Actor, rows: list[ThreadTerm]) -> None:
    fire_terms(actor=actor, rows=rows)


due("dialogue.must_read", model=MustReadReminder, fire=fire)
due("dialogue.round", model=RoundEnd, fire=end)
due("dialogue.thread_term", model=ThreadTerm, fire=keep_days)
