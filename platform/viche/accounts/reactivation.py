"""Checks before an account is reactivated, registered by other apps."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

_CHECKS: list[Callable[[UUID], None]] = []


def register_reactivation_check(check: Callable[[UUID], None]) -> None:
    """Register a check that raises Conflict when the account of a person must stay deactivated."""
    _CHECKS.append(check)


def check_may_be_reactivated(person_id: UUID) -> None:
    """Run the registered checks."""
    for check in _CHECKS:
        check(person_id)
