"""Threads that were taken from one group to another."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dialogue.models.threads import Thread
from groups.models import InitiativeGroup, Mandate
from viche.kernel.clock import now
from viche.kernel.models import Identified


class ThreadMove(Identified):
    """Who took a thread from one group to another, when and why; by the title that it had."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="moves", db_index=False)
    before = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+")
    # None is known of those of an earlier release.
    title_uk = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="dialogue_move_moves"),
            models.CheckConstraint(condition=~Q(reason=""), name="dialogue_move_reason"),
        ]
        indexes = [models.Index(fields=["thread", "at", "id"], name="dialogue_move_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
