"""Stored files, whose bytes are in the storage under their id; and resumable uploads.

The parts of an upload are in the database until it is complete.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from viche.kernel.clock import now
from viche.kernel.models import Identified

MAX_NAME_LENGTH = 200
ATTACHABLE_FOR = timedelta(days=3)
"""For so long an upload that nothing has can be attached to something."""
UNATTACHED_TTL = timedelta(days=4)
"""After that it is deleted."""
FIRST_PART_TTL = timedelta(hours=1)
"""For so long an upload of which nothing has arrived is waited for."""
UPLOAD_TTL = timedelta(days=1)
"""For so long after its latest part, and after its end, it is known."""


class StoredFile(Identified):
    """An inspected and stored file.

    Access is decided by the object it is attached to (viche.files.registry). It was uploaded by a person, or
    through a secret link (`link_id`, see `Actor`).
    """

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    link_id = models.UUIDField(null=True)
    name = models.CharField(max_length=MAX_NAME_LENGTH)
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, help_text="pixels, of pictures alone")
    height = models.PositiveIntegerField(null=True, help_text="pixels, of pictures alone")
    stored_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(uploaded_by__isnull=False, link_id=None)
                | Q(uploaded_by=None, link_id__isnull=False),
                name="files_brought_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["uploaded_by", "stored_at"], name="files_of_person"),
            models.Index(fields=["link_id"], condition=Q(link_id__isnull=False), name="files_of_link"),
        ]

    @property
    def key(self) -> str:
        """Return the key of the bytes in the storage."""
        return f"{self.pk.hex[-2:]}/{self.pk}"


class Upload(Identified):
    """A resumable upload of a person: `offset` of `length` bytes have arrived. `file` is its result."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=MAX_NAME_LENGTH)
    length = models.PositiveIntegerField(help_text="bytes")
    offset = models.PositiveIntegerField(default=0, help_text="bytes")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=F("length")), name="files_no_more_than_said")
        ]
        indexes = [models.Index(fields=["expires_at"], name="files_uploads_that_end")]


class UploadPart(models.Model):
    """Bytes of an upload from `offset` on.

    In the database, so that a part and the upload's progress are committed together, for every process and
    storage alike.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts", db_index=False)
    offset = models.PositiveIntegerField(help_text="bytes")
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="files_part_stands_once")]
