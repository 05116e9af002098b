"""Short-lived links: an address that a browser can follow by itself, for the one reader who asked for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from viche.accounts.live import actor_of, reference_to
from viche.files.models import StoredFile
from viche.files.selectors import file_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound

LIFETIME = timedelta(minutes=5)
SALT = "viche.files.links"


def link_to(actor: Actor, file: StoredFile) -> tuple[str, datetime]:
    """The signed part of a link and when it ends. It names the reader's sign-in, and ends with it."""
    until = now() + LIFETIME
    claim = {"file": str(file.pk), "reader": reference_to(actor), "until": until.timestamp()}
    return signing.dumps(claim, salt=SALT), until


def file_of_link(signed: str) -> StoredFile:
    """The file, if the reader may read it now. Raises NotFound otherwise."""
    try:
        claim = signing.loads(signed, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    if claim["until"] < now().timestamp():
        raise NotFound
    reader = actor_of(claim["reader"])
    if reader.is_anonymous:
        raise NotFound
    return file_for(reader, UUID(claim["file"]))
