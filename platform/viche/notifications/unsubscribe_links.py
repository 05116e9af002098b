"""Signed unsubscribe links of e-mails."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.signing import BadSignature, Signer

from viche.accounts.models import User
from viche.notifications.models import Topic

SIGNER = Signer(salt="notifications.unsubscribe")


def build_unsubscribe_path(person_id: UUID, topics: Iterable[Topic]) -> str:
    """Return the unsubscribe path for some topics of one person.

    It never expires, since mailboxes are often tidied up years later.
    """
    return f"/unsubscribe/{SIGNER.sign_object([str(person_id), *sorted(topics)])}"


def parse_unsubscribe_token(token: str) -> tuple[User, list[Topic]] | None:
    """Return the person and topics of a token.

    Returns None for an invalid token, an inactive person, and a topic that does not exist any more.
    """
    try:
        person_id, *named = SIGNER.unsign_object(token)
        topics = [Topic(topic) for topic in named]
    except (BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    return (person, topics) if person else None
