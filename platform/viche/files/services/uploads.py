"""Taking files in."""

from __future__ import annotations

import logging
import re
import unicodedata
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import User
from viche.files.events import FileStored
from viche.files.inspection import Inspected, inspect
from viche.files.models import KEPT_LOOSE, LONGEST_NAME, StoredFile
from viche.files.policies import FileAction, may_upload
from viche.files.registry import held_at_all
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, SignedOut, TooLarge, Unavailable
from viche.kernel.events import record
from viche.kernel.ids import uuid7
from viche.kernel.services import Reason, service
from viche.kernel.text import BIDI_CONTROLS, INVISIBLE

logger = logging.getLogger(__name__)
QUOTA = 1024**3  # bytes that one person may keep
QUOTA_OF_LINK = 100 * 1024**2
UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\/:*?\"<>|]")
OLD_ENOUGH = timedelta(days=1)
FOLDER = re.compile(r"[0-9a-f]{2}")
KEPT_NAME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.part)?\Z")


@service(FileAction.UPLOAD)
def upload_file(*, actor: Actor, content: File[bytes]) -> StoredFile:
    """Inspect a file and keep it under its own id; `content.name` is how people call it.

    Raises SignedOut, Forbidden, TooLarge (the file or the quota), UnsupportedMedia, Invalid at /file,
    Unavailable when the storage is full or away.
    """
    if actor.person_id is None and actor.link_id is None:
        raise SignedOut
    if not may_upload(actor):
        raise Forbidden
    name = _presentable(content.name or "")
    inspected = inspect(name, content)
    _check_quota(actor, len(inspected.content))
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
    _keep(kept, inspected)
    record(actor, FileStored(file_id=kept.pk, size=kept.size))
    return kept


@service(Reason.SYSTEM)
def sweep_storage(*, actor: Actor) -> int:
    """Delete the bytes of uploads that were cut off more than a day ago; returns how many files that were."""
    return sum(_sweep_folder(folder) for folder in _folders())


@service(Reason.SYSTEM)
def free_loose_files(*, actor: Actor) -> int:
    """Delete files of more than four days that nothing has, or has any more; returns how many that were."""
    return _let_go(StoredFile.objects.filter(stored_at__lt=now() - KEPT_LOOSE))


@service(Reason.SYSTEM)
def forget_files_of(*, actor: Actor, person_id: UUID) -> None:
    """Delete the files of a person that nothing holds. What is held, such as evidence, is others' record."""
    _let_go(StoredFile.objects.filter(uploaded_by=person_id))


def _let_go(files: QuerySet[StoredFile]) -> int:
    """Delete those of some files that nothing has: the rows, and then the bytes."""
    loose = list(files.exclude(held_at_all()))
    for file in loose:
        key = file.key
        file.delete()
        transaction.on_commit(partial(default_storage.delete, key), robust=True)
    return len(loose)


def _presentable(raw: str) -> str:
    """A name to show: no folders, no controls, no hidden characters, at most 200 letters with its ending."""
    hidden = BIDI_CONTROLS | INVISIBLE
    visible = "".join(c for c in unicodedata.normalize("NFC", raw.replace("\\", "/")) if c not in hidden)
    path = PurePosixPath(UNWANTED.sub("_", visible.rpartition("/")[2]).strip(". ") or "file")
    return path.stem[: LONGEST_NAME - len(path.suffix[:20])] + path.suffix[:20]


def _check_quota(actor: Actor, size: int) -> None:
    """Holds the person's row until the end, so that two uploads at once do not each take what is left."""
    if actor.person_id is None:
        if _kept(link_id=actor.link_id) + size > QUOTA_OF_LINK:
            raise TooLarge("quota", _("This link has used up its 100 MB of files."))
        return
    User.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    if _kept(uploaded_by=actor.person_id) + size > QUOTA:
        raise TooLarge("quota", _("You have used up your 1 GB of files."))


def _kept(**whose: UUID | None) -> int:
    return StoredFile.objects.filter(**whose).aggregate(kept=Sum("size"))["kept"] or 0


def _keep(kept: StoredFile, inspected: Inspected) -> None:
    """Bytes first, then the row. What is cut off between the two is swept up later."""
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
        default_storage.delete(kept.key)
        raise


def _folders() -> list[str]:
    try:
        return [folder for folder in default_storage.listdir("")[0] if FOLDER.fullmatch(folder)]
    except FileNotFoundError:  # nothing was ever stored
        return []


def _sweep_folder(folder: str) -> int:
    names = default_storage.listdir(folder)[1]
    ids = {name: UUID(name[:36]) for name in names if KEPT_NAME.match(name)}
    known = {str(pk) for pk in StoredFile.objects.filter(pk__in=ids.values()).values_list("pk", flat=True)}
    swept = 0
    for name in ids.keys() - known:
        key = f"{folder}/{name}"
        if default_storage.get_modified_time(key) < now() - OLD_ENOUGH:
            default_storage.delete(key)
            swept += 1
    return swept
