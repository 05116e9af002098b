"""Size limits of lists that are sent as files."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Limits on bytes of a file and rows below its heading, with the messages for larger ones."""

    max_bytes: int
    max_rows: int
    too_large: str | Promise
    too_many: str | Promise
