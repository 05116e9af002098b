"""Versions of rows: a change names the version of the row that it was made from."""

from __future__ import annotations

from typing import Protocol

from viche.kernel.errors import Stale

NO_VERSION = 0  # of a row that does not exist yet


class Versioned(Protocol):
    """A model with a version."""

    version: int

    def save(self, *, update_fields: list[str] | None = None) -> None: ...


def check_version(row: Versioned | None, expected: int | None) -> None:
    """Raise Stale when the locked row was changed since its version `expected`; None expects any version."""
    if expected is not None and expected != (NO_VERSION if row is None else row.version):
        raise Stale


def save_new_version(row: Versioned, *fields: str) -> None:
    """Save the named fields of the locked row (all without names), and its next version."""
    row.version += 1
    row.save(update_fields=[*fields, "version"] if fields else None)
