"""Stored files. The bytes lie in the storage under the id, whatever their sender called them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from viche.kernel.clock import now
from viche.kernel.models import Identified

LONGEST_NAME = 200
USABLE = timedelta(days=3)
"""For so long an upload that nothing has can be attached to something."""
KEPT_LOOSE = timedelta(days=4)
"""After that it is deleted."""


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
