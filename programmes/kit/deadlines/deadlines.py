"""Deadlines of dossiers, as the engine that fires each once knows them."""

from __future__ import annotations

from programmes.kit.deadlines.models import DeadlineNotice
from programmes.kit.deadlines.services import dispatch_deadlines
from viche.deadlines.registry import register_deadline
from viche.kernel.actor import Actor


def handle_due_deadlines(actor: Actor, rows: list[DeadlineNotice]) -> None:
    """Tell the moments whose rows the engine has claimed; it marks them in the same transaction."""
    dispatch_deadlines(actor=actor, rows=rows)


register_deadline("programmes.deadline", model=DeadlineNotice, fire=handle_due_deadlines)
