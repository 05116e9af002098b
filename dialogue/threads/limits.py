"""Length limits of thread texts, in characters."""

from __future__ import annotations

TITLE_LENGTH = 200

OUTCOME_LENGTH = 5_000

REASON_LENGTH = 1_000
