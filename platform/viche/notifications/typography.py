"""No-break spaces in Ukrainian text, as in the browser (`scripts/hard-spaces.ts`)."""

from __future__ import annotations

import re

NO_BREAK_SPACE = "\u00a0"
RULES = (
    # A one-letter word is bound to the next one.
    (re.compile(r"(?:(?<=[\s(«„>])|^)([а-яіїєґ]) ", re.IGNORECASE | re.MULTILINE), rf"\1{NO_BREAK_SPACE}"),
    (re.compile("№ "), f"№{NO_BREAK_SPACE}"),
    # A number is bound to what it counts.
    (re.compile(r"(\d) (?=[а-яіїєґ])", re.IGNORECASE), rf"\1{NO_BREAK_SPACE}"),
    # A dash is bound to what precedes it.
    (re.compile(" (?=[—–] )"), NO_BREAK_SPACE),
)


def add_hard_spaces(words: str) -> str:
    """Add no-break spaces to text or HTML; the rules match none of its addresses or styles."""
    for place, hard in RULES:
        words = place.sub(hard, words)
    return words
