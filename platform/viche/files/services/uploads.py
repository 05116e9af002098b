"""Taking files in, and letting go of what nothing has."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from viche.files.keeping import keep_file
from viche.files.models import KEPT_LOOSE, StoredFile, Upload
from viche.files.policies import FileAction, may_upload
from viche.files.registry import held_at_all
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, SignedOut
from viche.kernel.services import Reason, service

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
    return keep_file(actor, content)


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
    """Delete what a person was bringing, and their files that nothing holds. What is held, such as evidence,
    is others' record.
    """
    Upload.objects.filter(person=person_id).delete()
    _let_go(StoredFile.objects.filter(uploaded_by=person_id))


def _let_go(files: QuerySet[StoredFile]) -> int:
    """Delete those of some files that nothing has: the rows, and then the bytes."""
    loose = list(files.exclude(held_at_all()))
    for file in loose:
        _delete_on_commit(file.key)
        file.delete()
    return len(loose)


def _delete_on_commit(key: str) -> None:
    """Where the storage is away, the sweep does it later."""
    transaction.on_commit(lambda: default_storage.delete(key), robust=True)


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
