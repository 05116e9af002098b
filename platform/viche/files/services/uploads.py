"""Taking files in."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import PurePosixPath

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from viche.files.events import FileStored
from viche.files.inspection import Inspected, inspect
from viche.files.models import LONGEST_NAME, StoredFile
from viche.files.policies import FileAction, may_upload
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, SignedOut, TooLarge
from viche.kernel.events import record
from viche.kernel.ids import uuid7
from viche.kernel.services import service
from viche.kernel.text import BIDI_CONTROLS, INVISIBLE

QUOTA = 1024**3  # bytes that one person may keep
UNWANTED = re.compile(r"[\x00-\x1f\x7f\\/:*?\"<>|]")


@service(FileAction.UPLOAD)
def upload_file(*, actor: Actor, content: File) -> StoredFile:
    """Inspect a file and keep it under its own id; `content.name` is how people call it.

    Raises SignedOut, Forbidden, TooLarge (the file or the quota), UnsupportedMedia, Invalid at /file.
    """
    if actor.person_id is None:
        raise SignedOut
    if not may_upload(actor):
        raise Forbidden
    name = _presentable(content.name or "")
    inspected = inspect(name, content.file)
    _check_quota(actor, len(inspected.content))
    kept = StoredFile(
        id=uuid7(),
        uploaded_by_id=actor.person_id,
        name=name,
        size=len(inspected.content),
        media_type=inspected.media_type,
        sha256=sha256(inspected.content).hexdigest(),
        width=inspected.width,
        height=inspected.height,
    )
    _keep(kept, inspected)
    record(actor, FileStored(file_id=kept.pk, size=kept.size))
    return kept


def _presentable(raw: str) -> str:
    """A name to show: no folders, no controls, no hidden characters, at most 200 letters with its ending."""
    hidden = BIDI_CONTROLS | INVISIBLE
    visible = "".join(c for c in unicodedata.normalize("NFC", raw.replace("\\", "/")) if c not in hidden)
    path = PurePosixPath(UNWANTED.sub("_", visible.rpartition("/")[2]).strip(". ") or "file")
    return path.stem[: LONGEST_NAME - len(path.suffix[:20])] + path.suffix[:20]


def _check_quota(actor: Actor, size: int) -> None:
    kept = StoredFile.objects.filter(uploaded_by=actor.person_id).aggregate(kept=Sum("size"))["kept"] or 0
    if kept + size > QUOTA:
        raise TooLarge("quota", _("You have used up your 1 GB of files."))


def _keep(kept: StoredFile, inspected: Inspected) -> None:
    """Bytes first, then the row. What is cut off between the two is swept up later (viche.files.jobs)."""
    default_storage.save(kept.key, ContentFile(inspected.content))
    try:
        kept.save(force_insert=True)
    except BaseException:
        default_storage.delete(kept.key)
        raise
