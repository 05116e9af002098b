"""Stored files, whose bytes lie in the storage under the id, whatever their sender called them; and files
that arrive part by part, whose bytes lie in the database until all of them are there.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from viche.kernel.clock import now
from viche.kernel.models import Identified

LONGEST_NAME = 200
USABLE = timedelta(days=3)
"""For so long an upload that nothing has can be attached to something."""
KEPT_LOOSE = timedelta(days=4)
"""After that it is deleted."""
WAITED_FOR = timedelta(hours=1)
"""For so long an upload of which nothing has arrived is waited for."""
CONTINUABLE = timedelta(days=1)
"""For so long after its latest part, and after its end, it is known."""


class StoredFile(Identified):
    """A file that was inspected and kept. Whose it is, says whoever holds it (viche.files.registry).

    It was brought by a person, or by whoever has a link (`link_id`, see `Actor`).
    """

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    link_id = models.UUIDField(null=True)
    name = models.CharField(max_length=LONGEST_NAME)
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
        """Where the bytes lie in the storage."""
        return f"{self.pk.hex[-2:]}/{self.pk}"


class Upload(Identified):
    """A file of a person that arrives part by part, so that it goes on where the line was cut.

    `offset` bytes of `length` are here. `file` is what came of it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
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
    """Bytes of an upload from `offset` on. In the database, so that a part and how far the upload has come
    are there together or not at all, for every process alike and whatever the storage is.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts", db_index=False)
    offset = models.PositiveIntegerField(help_text="bytes")
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="files_part_stands_once")]
