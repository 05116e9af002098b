"""Storing one file: clean its name, inspect it, check the quota, write bytes and row."""

from __future__ import annotations

import logging
import re
import unicodedata
from contextlib import suppress
from hashlib import sha256
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from viche.files.events import FileStored
from viche.files.inspection import Inspected, inspect
from viche.files.models import MAX_NAME_LENGTH, StoredFile
from viche.files.quota import check_quota
from viche.kernel.actor import Actor
from viche.kernel.errors import Unavailable
from viche.kernel.events import record
from viche.kernel.ids import uuid7
from viche.kernel.text import BIDI_CONTROLS, INVISIBLE

logger = logging.getLogger(__name__)
FORBIDDEN_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\/:*?\"<>|]")


def store_file(actor: Actor, content: File[bytes], besides: UUID | None = None) -> StoredFile:
    """Inspect a file and store it under a new id, inside a unit of work.

    `content.name` is its display name, `besides` the upload that it came from. Raises as `upload_file` does.
    """
    name = clean_file_name(content.name or "")
    inspected = inspect(name, content)
    check_quota(actor, len(inspected.content), besides)
    kept = StoredFile(
        id=uuid7(),
        uploaded_by_id=actor.person_id,
        link_id=actor.link_id,
        name=name,
        size=len(inspected.content),
        media_type=inspected.media_type,
        sha256=sha256(inspected.content).hexdigest(),
        width=inspected.width,
        height=inspected.height,
    )
    _store(kept, inspected)
    record(actor, FileStored(file_id=kept.pk, size=kept.size))
    return kept


def clean_file_name(raw: str) -> str:
    """Return a safe display name: no folders, controls or hidden characters, at most 200 characters."""
    hidden = BIDI_CONTROLS | INVISIBLE
    visible = "".join(c for c in unicodedata.normalize("NFC", raw.replace("\\", "/")) if c not in hidden)
    path = PurePosixPath(FORBIDDEN_CHARACTERS.sub("_", visible.rpartition("/")[2]).strip(". ") or "file")
    return path.stem[: MAX_NAME_LENGTH - len(path.suffix[:20])] + path.suffix[:20]


def _store(kept: StoredFile, inspected: Inspected) -> None:
    """Write the bytes first, then the row.

    A crash in between leaves orphaned bytes, which are swept later.
    """
    try:
        default_storage.save(kept.key, ContentFile(inspected.content))
    except OSError as error:
        logger.exception("storage_failed")
        raise Unavailable(
            "storage", _("Files cannot be kept now. Try again later."), retry_after=60
        ) from error
    try:
        kept.save(force_insert=True)
    except BaseException:
        with suppress(OSError):  # a leftover is swept later
            default_storage.delete(kept.key)
        raise
