"""Register the deadlines of dialogue: must-read reminders, ends of rounds, days of threads and decisions."""

from __future__ import annotations

from dialogue.acknowledgements.models import MustReadReminder
from dialogue.acknowledgements.services import send_due_reminders
from dialogue.decisions.models import DecisionTerm
from dialogue.decisions.services.closing import run_due_decision_terms
from dialogue.lifecycle.models import ThreadTerm
from dialogue.lifecycle.scheduled_steps import run_due_thread_transitions
from dialogue.rounds.models import RoundEnd
from dialogue.rounds.services import end_due_rounds
from viche.deadlines.registry import register_deadline
from viche.kernel.actor import Actor


def send_must_read_reminders(actor: Actor, rows: list[MustReadReminder]) -> None:
    send_due_reminders(actor=actor, rows=rows)


def end_rounds(actor: Actor, rows: list[RoundEnd]) -> None:
    end_due_rounds(actor=actor, rows=rows)


def run_thread_transitions(actor: Actor, rows: list[ThreadTerm]) -> None:
    run_due_thread_transitions(actor=actor, rows=rows)


def run_decision_terms(actor: Actor, rows: list[DecisionTerm]) -> None:
    run_due_decision_terms(actor=actor, rows=rows)


register_deadline("dialogue.decision", model=DecisionTerm, fire=run_decision_terms)
register_deadline("dialogue.must_read", model=MustReadReminder, fire=send_must_read_reminders)
register_deadline("dialogue.round", model=RoundEnd, fire=end_rounds)
register_deadline("dialogue.thread_term", model=ThreadTerm, fire=run_thread_transitions)
