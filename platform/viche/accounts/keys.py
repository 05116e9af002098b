"""Registry of further keys of a person: other apps register how theirs are revoked."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from viche.kernel.actor import Actor

_REVOKERS: list[Callable[[Actor, UUID], None]] = []


def register_key_revoker(revoke: Callable[[Actor, UUID], None]) -> None:
    """Register a function that revokes further keys of a person, in the same transaction."""
    _REVOKERS.append(revoke)


def revoke_registered_keys(actor: Actor, person_id: UUID) -> None:
    """Revoke the registered keys of a person."""
    for revoke in _REVOKERS:
        revoke(actor, person_id)
