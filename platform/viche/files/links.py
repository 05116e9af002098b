"""Bearer links to files, each acting for the one reader who requested it."""

from __future__ import annotations

from datetime import datetime

from viche.accounts.links import read_link, sign_link
from viche.files.models import StoredFile
from viche.files.selectors import file_for
from viche.kernel.actor import Actor

SALT = "viche.files.links"


def link_to(actor: Actor, file: StoredFile) -> tuple[str, datetime]:
    """Return the signed part of a link and its expiry.

    It is bound to the reader's sign-in, and ends with it.
    """
    return sign_link(actor, file.pk, salt=SALT)


def resolve_link(signed: str) -> tuple[Actor, StoredFile]:
    """Return the reader and the file, if the reader has access now. Raises NotFound otherwise."""
    reader, file_id = read_link(signed, salt=SALT)
    return reader, file_for(reader, file_id)
