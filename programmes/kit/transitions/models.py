"""Transitions that were taken: of dossiers, and of what a dossier holds."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from groups.models import Mandate
from programmes.kit.dossiers.models import Dossier
from tasks.models import ActionLink
from viche.kernel.clock import now
from viche.kernel.models import Identified


class TransitionTaken(Identified):
    """A transition of a dossier, or of the child `subject_id` of kind `subject_kind`.

    `name` is that of the transition, `reason` the words given with it. `by` took it through the mandate
    `through`; null for the system, and for a body without an account, which came by `link`. Rows never
    change: who took a step decides who may verify it.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="transitions_taken", db_index=False
    )
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    name = models.CharField(max_length=32)
    before = models.CharField(max_length=32)
    after = models.CharField(max_length=32)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    through = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(
        ActionLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "-at", "-id"], name="programmes_taken_in_dossier"),
            models.Index(fields=["subject_id", "-at"], name="programmes_taken_of_subject"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name
