"""What comes before somebody closes a decision, such as marking who is present at a meeting."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.decisions.models import Decision

CLOSE_STEPS: list[Callable[[Decision], None]] = []


def register_close_step(prepare: Callable[[Decision], None]) -> None:
    """Register what comes before somebody closes a locked decision; it raises Conflict to refuse that."""
    CLOSE_STEPS.append(prepare)
