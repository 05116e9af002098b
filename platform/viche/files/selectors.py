"""Queries of stored files and uploads, with access checks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from viche.files.models import ATTACHABLE_FOR, StoredFile, Upload
from viche.files.policies import FileAction, FilePolicy, check_may_upload
from viche.files.registry import attached_files_q
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound, SignedOut


def get_files_unscoped(ids: Collection[UUID]) -> dict[UUID, StoredFile]:
    """Return files by id, without an access check: the caller has authorised."""
    return StoredFile.objects.in_bulk(ids)


def files_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, StoredFile]:
    """Return those files that `actor` may read, by id."""
    return FilePolicy().visible_to(actor).in_bulk(ids)


def get_own_file(actor: Actor, file_id: UUID, pointer: str = "/file") -> StoredFile:
    """Return a file that `actor` uploaded. Raises Invalid at `pointer` for any other."""
    found: StoredFile | None = get_own_files(actor, [file_id]).get(file_id)
    if found is None:
        raise Invalid.field(pointer, "unknown", _("Upload the file first."))
    return found


def get_own_files(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Return those files that `actor` uploaded, by id, annotated with `is_held` (is attached).

    Unattached files older than three days are left out: they are about to be deleted.
    """
    own = StoredFile.objects.filter(uploaded_by=actor.person_id, uploaded_by__isnull=False)
    fresh = Q(stored_at__gt=now() - ATTACHABLE_FOR)
    held = ExpressionWrapper(attached_files_q(), BooleanField())
    return own.annotate(is_held=held).filter(fresh | attached_files_q()).in_bulk(ids)


def file_for(actor: Actor, file_id: UUID) -> StoredFile:
    """Return a file that `actor` may read. Raises SignedOut, and NotFound for any other file."""
    if actor.is_anonymous:
        raise SignedOut
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None or not FilePolicy().can(actor, FileAction.READ, found):
        raise NotFound
    return found


def upload_for(actor: Actor, upload_id: UUID) -> Upload:
    """Return a current upload of `actor`. Raises SignedOut, Forbidden, NotFound for any other."""
    person_id = check_may_upload(actor)
    found = Upload.objects.filter(pk=upload_id, person=person_id, expires_at__gt=now()).first()
    if found is None:
        raise NotFound
    return found
