"""Protection against formula injection in exported text files."""

from __future__ import annotations

FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

"""Characters that a spreadsheet takes for the beginning of a formula."""


def escape_formula(text: str) -> str:
    """Return text that no spreadsheet runs as a formula when it opens a plain-text file."""
    return f"'{text}" if text.startswith(FORMULA_PREFIXES) else text
