"""Services of resumable uploads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from viche.files.inspection import check_announced
from viche.files.intake import clean_file_name, store_file
from viche.files.models import FIRST_PART_TTL, UPLOAD_TTL, StoredFile, Upload, UploadPart
from viche.files.policies import FileAction, check_may_upload
from viche.files.quota import check_quota
from viche.files.selectors import upload_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound, TooLarge, TooMany
from viche.kernel.services import Reason, service

MAX_UNFINISHED = 50  # per person
RETRY_AFTER = int(timedelta(minutes=10).total_seconds())


@service(FileAction.UPLOAD)
def begin_upload(*, actor: Actor, name: str, length: int) -> Upload:
    """Start an upload of `length` bytes. It counts towards the quota at once.

    Raises SignedOut, Forbidden, TooLarge (the file or the quota), UnsupportedMedia for an unsupported type,
    Invalid at /file for an empty file, TooMany beyond fifty unfinished uploads.
    """
    person_id = check_may_upload(actor)
    name = clean_file_name(name)
    check_announced(name, length)
    check_quota(actor, length)
    if Upload.objects.filter(person=person_id, file=None).count() >= MAX_UNFINISHED:
        raise TooMany(
            detail=_("Too many files are on their way. Finish some of them or let go of them."),
            retry_after=RETRY_AFTER,
        )
    return Upload.objects.create(
        person_id=person_id, name=name, length=length, expires_at=now() + FIRST_PART_TTL
    )


@service(FileAction.UPLOAD)
def add_to_upload(*, actor: Actor, upload_id: UUID, offset: int, content: bytes) -> Upload:
    """Store the next bytes of an upload; `offset` is how many bytes the client knows to have arrived.

    Raises SignedOut, Forbidden, NotFound, Conflict for another offset (a concurrent request, or a lost
    response), TooLarge for more bytes than announced.
    """
    upload = _lock_own_upload(actor, upload_id)
    if upload.offset != offset:
        raise Conflict(
            "wrong_offset", _("Another number of bytes is here. Ask how many, and go on from there.")
        )
    if offset + len(content) > upload.length:
        raise TooLarge("more_than_announced", _("This is more than was announced of the file."))
    if content:
        UploadPart.objects.create(upload=upload, offset=offset, content=content)
        _update_upload(upload, offset=offset + len(content))
    return upload


@service(FileAction.UPLOAD)
def finish_upload(*, actor: Actor, upload_id: UUID) -> StoredFile:
    """Inspect and store a complete upload, as `upload_file` does. Idempotent.

    Raises what `upload_file` raises, and NotFound, Conflict while bytes are missing.
    """
    upload = _lock_own_upload(actor, upload_id)
    if upload.file is not None:
        return upload.file
    if upload.offset < upload.length:
        raise Conflict("unfinished", _("The file is not here whole yet."))
    parts = upload.parts.order_by("offset").values_list("content", flat=True)
    content = ContentFile(b"".join(map(bytes, parts)), upload.name)
    file = store_file(actor, content, besides=upload.pk)
    _update_upload(upload, file=file)
    upload.parts.all().delete()
    return file


@service(FileAction.UPLOAD)
def cancel_upload(*, actor: Actor, upload_id: UUID) -> None:
    """Delete an upload. A file that was made of it stays. Raises SignedOut, Forbidden, NotFound."""
    _lock_own_upload(actor, upload_id).delete()


@service(Reason.SYSTEM)
def sweep_uploads(*, actor: Actor) -> int:
    """Delete expired uploads; return how many.

    They are locked first, and uploads that a request has locked are skipped, so that it can go on.
    """
    ended = Upload.objects.filter(expires_at__lte=now()).select_for_update(skip_locked=True)
    held = Upload.objects.filter(pk__in=list(ended.values_list("pk", flat=True)))
    return held.delete()[1].get(Upload._meta.label, 0)


def _lock_own_upload(actor: Actor, upload_id: UUID) -> Upload:
    """Lock an own upload until the end of the unit of work. Raises as `upload_for` does."""
    held = Upload.objects.select_for_update(no_key=True).filter(pk=upload_for(actor, upload_id).pk).first()
    if held is None:
        raise NotFound
    return held


def _update_upload(upload: Upload, **facts: Any) -> None:
    """Update an upload and extend its expiry by a day."""
    for name, value in {**facts, "expires_at": now() + UPLOAD_TTL}.items():
        setattr(upload, name, value)
    upload.save(update_fields=[*facts, "expires_at"])
