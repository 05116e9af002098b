"""One spelling for names that people type in many."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = str.maketrans(dict.fromkeys("'`´ʼʹ‘", "’"))
QUOTES = str.maketrans(dict.fromkeys('«»“”„"', None))


def folded(text: str) -> str:
    """One spelling of words that people type in many: case, spaces, quotes, apostrophes, dashes, a colon."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES).translate(QUOTES)
    return " ".join(re.sub(r"[‐‑–—]", "-", plain).split()).rstrip(":* ")
