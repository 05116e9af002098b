"""Normalisation of names that are spelled in many ways."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = str.maketrans(dict.fromkeys("'`´ʼʹ‘", "’"))
QUOTES = str.maketrans(dict.fromkeys('«»“”„"', None))


def normalise_spelling(text: str) -> str:
    """Normalise case, spaces, quotes, apostrophes, dashes and a final colon or asterisk."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES).translate(QUOTES)
    return " ".join(re.sub(r"[‐‑–—]", "-", plain).split()).rstrip(":* ")
