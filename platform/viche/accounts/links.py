"""Short-lived signed links: bearer addresses that act for the reader who requested them.

Links meant for one browser also compare the reader with the requester (`viche.privacy`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from viche.accounts.session_validity import build_sign_in_reference, resolve_sign_in_reference
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound

LIFETIME = timedelta(minutes=5)


def sign_link(actor: Actor, subject: UUID, *, salt: str) -> tuple[str, datetime]:
    """Return the signed part of a link and its expiry.

    It names the reader's sign-in, and ends with it. `salt` belongs to the app: a link of one app is invalid
    in another.
    """
    until = now() + LIFETIME
    claim = {"subject": str(subject), "reader": build_sign_in_reference(actor), "until": until.timestamp()}
    return signing.dumps(claim, salt=salt), until


def read_link(signed: str, *, salt: str) -> tuple[Actor, UUID]:
    """Return the reader, whose sign-in is still valid, and the subject.

    Raises NotFound for any other link.
    """
    try:
        claim = signing.loads(signed, salt=salt)
    except signing.BadSignature as error:
        raise NotFound from error
    if claim["until"] < now().timestamp():
        raise NotFound
    reader = resolve_sign_in_reference(claim["reader"])
    if reader.is_anonymous:
        raise NotFound
    return reader, UUID(claim["subject"])
