"""Versions of rows: a request that changes a row names the version that its author read."""

from __future__ import annotations

from typing import Protocol

from viche.kernel.errors import Stale

NO_VERSION = 0  # of a row that does not exist yet


class Versioned(Protocol):
    """A model with a version."""

    version: int

    def save(self, *, update_fields: list[str] | None = None) -> None: ...


def check_version(row: Versioned | None, expected: int | None) -> None:
    """Raise Stale unless the locked row has the `expected` version; None accepts every version."""
    if expected is not None and expected != (NO_VERSION if row is None else row.version):
        raise Stale


def save_new_version(row: Versioned, *fields: str, whole: bool = False) -> None:
    """Increment the version of the locked row and save it with these fields, or a `whole` row."""
    row.version += 1
    row.save(update_fields=None if whole else [*fields, "version"])
