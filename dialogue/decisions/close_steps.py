"""What comes before a decision is closed, such as marking who is present at a meeting."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.decisions.models import Decision

CloseStep = Callable[[Decision, bool], None]
CLOSE_STEPS: list[CloseStep] = []


def register_close_step(prepare: CloseStep) -> None:
    """Register `prepare(decision, by_hand)`, which comes before a locked decision is closed.

    By hand it raises Conflict to refuse that; the clock is not refused.
    """
    CLOSE_STEPS.append(prepare)
