"""What else is a key of a person: rooms above register how it is revoked."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from viche.kernel.actor import Actor

_REVOKERS: list[Callable[[Actor, UUID], None]] = []


def on_keys_revoked(revoke: Callable[[Actor, UUID], None]) -> None:
    """Register what is revoked, in the same transaction, with the keys of a person."""
    _REVOKERS.append(revoke)


def revoke_registered_keys(actor: Actor, person_id: UUID) -> None:
    """Revoke what is registered, of a person whose keys are revoked."""
    for revoke in _REVOKERS:
        revoke(actor, person_id)
