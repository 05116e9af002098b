"""How large a list may be that comes as a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bytes of its file and rows below the heading, and what is said of more."""

    most_bytes: int
    most_rows: int
    too_large: str | Promise
    too_many: str | Promise
