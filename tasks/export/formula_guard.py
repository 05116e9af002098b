"""Formula guard of export."""

from __future__ import annotations

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

"""What a spreadsheet takes for the beginning of a formula."""


def harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula when it opens a file of plain text."""
    return f"'{text}" if text.startswith(RUN) else text
