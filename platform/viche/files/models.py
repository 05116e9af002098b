"""Stored files. The bytes lie in the storage under the id, whatever their sender called them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from viche.kernel.clock import now
from viche.kernel.models import Identified

LONGEST_NAME = 200


class StoredFile(Identified):
    """A file that was inspected and kept. Whose it is, says whoever holds it (viche.files.registry)."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, help_text="pixels, of pictures alone")
    height = models.PositiveIntegerField(null=True, help_text="pixels, of pictures alone")
    stored_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["uploaded_by", "stored_at"], name="files_of_person")]

    @property
    def key(self) -> str:
        """Where the bytes lie in the storage."""
        return f"{self.pk.hex[-2:]}/{self.pk}"
