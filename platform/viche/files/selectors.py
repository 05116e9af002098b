"""Stored files, for whoever may read them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from viche.files.models import USABLE, StoredFile, Upload
from viche.files.policies import FileAction, FilePolicy, check_may_upload
from viche.files.registry import held_at_all
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound, SignedOut


def files_by_id(ids: Collection[UUID]) -> dict[UUID, StoredFile]:
    """Files by id, not narrowed: whoever holds them has asked."""
    return StoredFile.objects.in_bulk(ids)


def files_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, StoredFile]:
    """Those of some files that `actor` may read."""
    return FilePolicy().visible_to(actor).in_bulk(ids)


def own_file(actor: Actor, file_id: UUID, pointer: str = "/file") -> StoredFile:
    """A file that `actor` uploaded. Raises Invalid at `pointer`, for somebody else's as for none."""
    found: StoredFile | None = own_files(actor, [file_id]).get(file_id)
    if found is None:
        raise Invalid.field(pointer, "unknown", _("Upload the file first."))
    return found


def own_files(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Those of some files that `actor` uploaded, by id. `is_held` tells of each whether something has it.

    What nothing has is left out some days after it came: it is about to be deleted.
    """
    own = StoredFile.objects.filter(uploaded_by=actor.person_id, uploaded_by__isnull=False)
    fresh = Q(stored_at__gt=now() - USABLE)
    held = ExpressionWrapper(held_at_all(), BooleanField())
    return own.annotate(is_held=held).filter(fresh | held_at_all()).in_bulk(ids)


def file_for(actor: Actor, file_id: UUID) -> StoredFile:
    """A file that `actor` may read. Raises SignedOut, and NotFound for any other, as if it did not exist."""
    if actor.is_anonymous:
        raise SignedOut
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None or not FilePolicy().can(actor, FileAction.READ, found):
        raise NotFound
    return found


def upload_for(actor: Actor, upload_id: UUID) -> Upload:
    """What `actor` brings part by part. Raises SignedOut, Forbidden, NotFound: also for somebody else's, and
    for one that has ended.
    """
    person_id = check_may_upload(actor)
    found = Upload.objects.filter(pk=upload_id, person=person_id, expires_at__gt=now()).first()
    if found is None:
        raise NotFound
    return found
