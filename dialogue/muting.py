"""The address by which who got an e-mail about a thread is told no more of it."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer

from viche.accounts.models import User

SIGNER = Signer(salt="dialogue.muting")


def mute_path(person_id: UUID, thread_id: UUID) -> str:
    """It holds for good, and does nothing but mute one thread for one person."""
    return f"/mute/{SIGNER.sign_object([str(person_id), str(thread_id)])}"


def read(token: str) -> tuple[User, UUID] | None:
    """For whom and which thread; None for an address that we did not make, and for whoever has left."""
    try:
        person_id, thread_id = (UUID(one) for one in SIGNER.unsign_object(token))
    except (BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    return (person, thread_id) if person else None
