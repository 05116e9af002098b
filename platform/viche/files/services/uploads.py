"""Services that store files and delete unattached ones."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from viche.files.intake import store_file
from viche.files.models import UNATTACHED_TTL, StoredFile, Upload
from viche.files.policies import FileAction, may_upload
from viche.files.registry import attached_files_q
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, SignedOut
from viche.kernel.services import Reason, service

MIN_AGE = timedelta(days=1)
FOLDER = re.compile(r"[0-9a-f]{2}")
STORED_NAME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.part)?\Z")


@service(FileAction.UPLOAD)
def upload_file(*, actor: Actor, content: File[bytes]) -> StoredFile:
    """Inspect a file and store it under a new id; `content.name` is its display name.

    Raises SignedOut, Forbidden, TooLarge (the file or the quota), UnsupportedMedia, Invalid at /file,
    Unavailable when the storage is full or down.
    """
    if actor.person_id is None and actor.link_id is None:
        raise SignedOut
    if not may_upload(actor):
        raise Forbidden
    return store_file(actor, content)


@service(Reason.SYSTEM)
def sweep_storage(*, actor: Actor) -> int:
    """Delete orphaned bytes that are older than a day; return the number of files."""
    return sum(_sweep_folder(folder) for folder in _folders())


@service(Reason.SYSTEM)
def delete_unattached_files(*, actor: Actor) -> int:
    """Delete files that are older than four days and attached to nothing; return how many."""
    return _delete_unattached(StoredFile.objects.filter(stored_at__lt=now() - UNATTACHED_TTL))


@service(Reason.SYSTEM)
def delete_files_of(*, actor: Actor, person_id: UUID) -> None:
    """Delete a person's uploads and unattached files.

    Attached files, such as evidence, are others' records.
    """
    Upload.objects.filter(person=person_id).delete()
    _delete_unattached(StoredFile.objects.filter(uploaded_by=person_id))


def _delete_unattached(files: QuerySet[StoredFile]) -> int:
    """Delete those files that are attached to nothing: the rows, and then the bytes."""
    loose = list(files.exclude(attached_files_q()))
    for file in loose:
        _delete_on_commit(file.key)
        file.delete()
    return len(loose)


def _delete_on_commit(key: str) -> None:
    """Delete the bytes after the commit. If the storage is down, the sweep does it later."""
    transaction.on_commit(lambda: default_storage.delete(key), robust=True)


def _folders() -> list[str]:
    try:
        return [folder for folder in default_storage.listdir("")[0] if FOLDER.fullmatch(folder)]
    except FileNotFoundError:  # nothing was ever stored
        return []


def _sweep_folder(folder: str) -> int:
    names = default_storage.listdir(folder)[1]
    ids = {name: UUID(name[:36]) for name in names if STORED_NAME.match(name)}
    known = {str(pk) for pk in StoredFile.objects.filter(pk__in=ids.values()).values_list("pk", flat=True)}
    swept = 0
    for name in ids.keys() - known:
        key = f"{folder}/{name}"
        if default_storage.get_modified_time(key) < now() - MIN_AGE:
            default_storage.delete(key)
            swept += 1
    return swept
