"""Taking a file in part by part, so that it goes on where the line was cut."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from viche.files.inspection import check_announced
from viche.files.keeping import keep_file, presentable
from viche.files.models import CONTINUABLE, WAITED_FOR, StoredFile, Upload, UploadPart
from viche.files.policies import FileAction, check_may_upload
from viche.files.quota import check_quota
from viche.files.selectors import upload_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound, TooLarge, TooMany
from viche.kernel.services import Reason, service

MOST_UNFINISHED = 50  # of one person
RETRY_AFTER = int(timedelta(minutes=10).total_seconds())


@service(FileAction.UPLOAD)
def begin_upload(*, actor: Actor, name: str, length: int) -> Upload:
    """Announce a file of `length` bytes: it takes its place in the quota, though nothing of it is here yet.

    Raises SignedOut, Forbidden, TooLarge (the file or the quota), UnsupportedMedia for a type that is not
    taken, Invalid at /file for an empty one, TooMany where fifty are unfinished.
    """
    person_id = check_may_upload(actor)
    name = presentable(name)
    check_announced(name, length)
    check_quota(actor, length)
    if Upload.objects.filter(person=person_id, file=None).count() >= MOST_UNFINISHED:
        raise TooMany(
            detail=_("Too many files are on their way. Finish some of them or let go of them."),
            retry_after=RETRY_AFTER,
        )
    return Upload.objects.create(person_id=person_id, name=name, length=length, expires_at=now() + WAITED_FOR)


@service(FileAction.UPLOAD)
def add_to_upload(*, actor: Actor, upload_id: UUID, offset: int, content: bytes) -> Upload:
    """Keep the next bytes of a file; `offset` says how many its sender knows to be here.

    Raises SignedOut, Forbidden, NotFound, Conflict when another number is here (somebody was faster, or what
    was sent arrived without an answer), TooLarge for more than was announced.
    """
    upload = _own(actor, upload_id)
    if upload.offset != offset:
        raise Conflict(
            "wrong_offset", _("Another number of bytes is here. Ask how many, and go on from there.")
        )
    if offset + len(content) > upload.length:
        raise TooLarge("more_than_announced", _("This is more than was announced of the file."))
    if content:
        UploadPart.objects.create(upload=upload, offset=offset, content=content)
        _change(upload, offset=offset + len(content))
    return upload


@service(FileAction.UPLOAD)
def finish_upload(*, actor: Actor, upload_id: UUID) -> StoredFile:
    """Inspect a file that is here whole and keep it, as `upload_file` does; once, however often it is asked.

    Raises what `upload_file` raises, and NotFound, Conflict while bytes are missing.
    """
    upload = _own(actor, upload_id)
    if upload.file is not None:
        return upload.file
    if upload.offset < upload.length:
        raise Conflict("unfinished", _("The file is not here whole yet."))
    parts = upload.parts.order_by("offset").values_list("content", flat=True)
    content = ContentFile(b"".join(map(bytes, parts)), upload.name)
    file = keep_file(actor, content, besides=upload.pk)
    _change(upload, file=file)
    upload.parts.all().delete()
    return file


@service(FileAction.UPLOAD)
def abandon_upload(*, actor: Actor, upload_id: UUID) -> None:
    """Forget what is here of a file. What came of one stays. Raises SignedOut, Forbidden, NotFound."""
    _own(actor, upload_id).delete()


@service(Reason.SYSTEM)
def sweep_uploads(*, actor: Actor) -> int:
    """Delete what was begun and did not go on; returns how many files that were.

    They are held first: whoever goes on with one at that moment goes on.
    """
    ended = Upload.objects.filter(expires_at__lte=now()).select_for_update(skip_locked=True)
    held = Upload.objects.filter(pk__in=list(ended.values_list("pk", flat=True)))
    return held.delete()[1].get(Upload._meta.label, 0)


def _own(actor: Actor, upload_id: UUID) -> Upload:
    """One's own upload, held until the end of the unit. Raises as `upload_for` does."""
    held = Upload.objects.select_for_update(no_key=True).filter(pk=upload_for(actor, upload_id).pk).first()
    if held is None:
        raise NotFound
    return held


def _change(upload: Upload, **facts: Any) -> None:
    """Whoever goes on has another day."""
    for name, value in {**facts, "expires_at": now() + CONTINUABLE}.items():
        setattr(upload, name, value)
    upload.save(update_fields=[*facts, "expires_at"])
