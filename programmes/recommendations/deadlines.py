"""Deadlines of recommendations: reminders of answers that do not come."""

from __future__ import annotations

from programmes.recommendations.models import AnswerReminder
from programmes.recommendations.services.remind import dispatch_reminders
from viche.deadlines.registry import register_deadline
from viche.kernel.actor import Actor


def handle_due_reminders(actor: Actor, rows: list[AnswerReminder]) -> None:
    """Record reminders whose rows the engine has claimed; it marks them in the same transaction."""
    dispatch_reminders(actor=actor, rows=rows)


register_deadline("programmes.recommendation", model=AnswerReminder, fire=handle_due_reminders)
