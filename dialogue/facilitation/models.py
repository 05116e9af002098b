"""Facilitation log: locks, slow mode and handovers of threads."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from dialogue.threads.models import Thread
from groups.models import Mandate
from viche.kernel.clock import now
from viche.kernel.models import Identified

PACES = (0, 30, 60, 300, 900, 3600)
"""Possible waits in slow mode, in seconds; 0: slow mode is off."""


class FloorChange(models.TextChoices):
    """Kind of a facilitation step."""

    LOCKED = "locked", pgettext_lazy("step about who speaks", "Paused")
    UNLOCKED = "unlocked", pgettext_lazy("step about who speaks", "Went on")
    SLOWED = "slowed", pgettext_lazy("step about who speaks", "Changed the pace")
    HANDED_OVER = "handed_over", pgettext_lazy("step about who speaks", "Handed the thread over")


class FloorStep(Identified):
    """One entry of the facilitation log, for all readers of the thread: who did what, when and why.

    `seconds` is the new slow mode, `successor` the new facilitator, where the step changed them.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="floor_steps", db_index=False)
    what = models.CharField(max_length=16, choices=FloorChange.choices)
    reason = models.TextField(blank=True, default="")
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    successor = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=FloorChange.values), name="dialogue_floor_what"),
            models.CheckConstraint(
                condition=Q(what=FloorChange.HANDED_OVER, successor__isnull=False)
                | (~Q(what=FloorChange.HANDED_OVER) & Q(successor=None)),
                name="dialogue_floor_successor",
            ),
        ]
        indexes = [models.Index(fields=["thread", "at", "id"], name="dialogue_floor_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.what
