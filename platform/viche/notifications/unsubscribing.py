"""The address by which who got a mail gets no more of its kind."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.signing import BadSignature, Signer

from viche.accounts.models import User
from viche.notifications.models import Topic

SIGNER = Signer(salt="notifications.unsubscribe")


def unsubscribe_path(person_id: UUID, topics: Iterable[Topic]) -> str:
    """Of some topics of one person. It holds for good: a mail is often tidied up years later."""
    return f"/unsubscribe/{SIGNER.sign_object([str(person_id), *sorted(topics)])}"


def read(token: str) -> tuple[User, list[Topic]] | None:
    """Whom and what an address is about; None for one that we did not make, for whoever has left, and for a
    topic that there is no more.
    """
    try:
        person_id, *named = SIGNER.unsign_object(token)
        topics = [Topic(topic) for topic in named]
    except (BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    return (person, topics) if person else None
