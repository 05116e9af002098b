"""Links to files: bearer addresses, each of which acts for the one reader who asked for it."""

from __future__ import annotations

from datetime import datetime

from viche.accounts.links import read_link, signed_link
from viche.files.models import StoredFile
from viche.files.selectors import file_for
from viche.kernel.actor import Actor

SALT = "viche.files.links"


def link_to(actor: Actor, file: StoredFile) -> tuple[str, datetime]:
    """The signed part of a link and when it ends. It names the reader's sign-in, and ends with it."""
    return signed_link(actor, file.pk, salt=SALT)


def file_of_link(signed: str) -> tuple[Actor, StoredFile]:
    """The reader and the file, if they may read it now. Raises NotFound otherwise."""
    reader, file_id = read_link(signed, salt=SALT)
    return reader, file_for(reader, file_id)
