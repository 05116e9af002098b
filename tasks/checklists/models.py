"""Checklists of action items: working notes of the people who do the work, not acceptance criteria."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.items.models import ActionItem
from viche.kernel.models import Identified

MAX_LINES = 50


class ChecklistItem(Identified):
    """One line of a checklist; `done_by` and `done_at` are set once it is ticked."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="checklist", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            # Deferred to the end of the transaction, so that lines can swap positions.
            models.UniqueConstraint(
                fields=["action", "position"],
                name="tasks_checklist_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(text=""), name="tasks_checklist_says_something"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="tasks_checklist_ticked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text
