"""Exports of a person's data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from viche.kernel.clock import now
from viche.kernel.models import Identified


class ExportState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("copy of one's data", "Waiting")
    WORKING = "working", pgettext_lazy("copy of one's data", "Being gathered")
    READY = "ready", pgettext_lazy("copy of one's data", "Ready")
    FAILED = "failed", pgettext_lazy("copy of one's data", "Failed")
    DELETED = "deleted", pgettext_lazy("copy of one's data", "Deleted")


EXPORT_FOLDER = "exports"
OPEN_EXPORTS = (ExportState.WAITING, ExportState.WORKING)


class DataExport(Identified):
    """One requested export. The worker that builds it holds it by `claim` until `claimed_until`.

    If the worker dies, the claim expires and another worker starts again; `put_off` counts those of its
    `attempts` that found the storage unavailable. `parts_done` of `parts` is the progress; `size` is in
    bytes.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    asked_at = models.DateTimeField(default=now)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    put_off = models.PositiveSmallIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=0)
    parts_done = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    sha256 = models.CharField(max_length=64, default="")
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="privacy_export_state"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=OPEN_EXPORTS), name="privacy_export_one_at_a_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimed_until", "id"], condition=Q(state__in=OPEN_EXPORTS), name="privacy_export_due"
            ),
            models.Index(fields=["person", "-id"], name="privacy_export_of_person"),
        ]

    def __str__(self) -> str:
        return self.state

    @property
    def key(self) -> str:
        """Return the storage key of this attempt.

        Each attempt has its own, so a stalled worker cannot overwrite the archive of another.
        """
        return f"{EXPORT_FOLDER}/{self.pk}.{self.attempts}.zip"
