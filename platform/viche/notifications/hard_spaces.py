"""Ukrainian with hard spaces where typography asks for them, as in the browser (`scripts/hard-spaces.ts`)."""

from __future__ import annotations

import re

HARD = "\u00a0"
BOUND = (
    # A one-letter word goes with the next one.
    (re.compile(r"(?:(?<=[\s(«„>])|^)([а-яіїєґ]) ", re.IGNORECASE | re.MULTILINE), rf"\1{HARD}"),
    (re.compile("№ "), f"№{HARD}"),
    # A number goes with what it counts.
    (re.compile(r"(\d) (?=[а-яіїєґ])", re.IGNORECASE), rf"\1{HARD}"),
    # A dash stays with what is before it.
    (re.compile(" (?=[—–] )"), HARD),
)


def with_hard_spaces(words: str) -> str:
    """The same words, also of HTML: what these rules look for stands in none of its addresses or styles."""
    for place, hard in BOUND:
        words = place.sub(hard, words)
    return words
