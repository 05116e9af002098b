"""What slices above meetings forbid by their own state, such as another note once minutes were made."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.meetings.models import Meeting

NOTE_CHECKS: list[Callable[[Meeting], None]] = []
PRESENCE_CHECKS: list[Callable[[Meeting], None]] = []


def register_note_check(check: Callable[[Meeting], None]) -> None:
    """Register what raises Conflict once a locked meeting takes no more notes."""
    NOTE_CHECKS.append(check)


def register_presence_check(check: Callable[[Meeting], None]) -> None:
    """Register what raises Conflict once the attendance of a locked meeting stays as it is."""
    PRESENCE_CHECKS.append(check)
