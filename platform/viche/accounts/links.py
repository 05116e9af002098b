"""Short-lived links: a bearer address that opens without a sign-in and acts for the reader who asked for it.

What is meant for one browser alone compares the reader with whoever comes (`viche.privacy`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from viche.accounts.live import actor_of, reference_to
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound

LIFETIME = timedelta(minutes=5)


def signed_link(actor: Actor, subject: UUID, *, salt: str) -> tuple[str, datetime]:
    """The signed part of a link and when it ends. It names the reader's sign-in, and ends with it.

    `salt` is of the room: a link of one opens nothing in another.
    """
    until = now() + LIFETIME
    claim = {"subject": str(subject), "reader": reference_to(actor), "until": until.timestamp()}
    return signing.dumps(claim, salt=salt), until


def read_link(signed: str, *, salt: str) -> tuple[Actor, UUID]:
    """The reader whose sign-in still holds, and the subject. Raises NotFound for any other link."""
    try:
        claim = signing.loads(signed, salt=salt)
    except signing.BadSignature as error:
        raise NotFound from error
    if claim["until"] < now().timestamp():
        raise NotFound
    reader = actor_of(claim["reader"])
    if reader.is_anonymous:
        raise NotFound
    return reader, UUID(claim["subject"])
