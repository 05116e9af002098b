"""Ways to look at action items that people keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from viche.kernel.clock import now
from viche.kernel.models import Identified

VIEW_NAME_LENGTH, VIEW_QUERY_LENGTH = 60, 600


class SavedView(Identified):
    """What the board was narrowed to, under a name that one person alone knows. `query` is the part of its
    address after the question mark; whoever opens it sees what they may see then.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    name = models.CharField(max_length=VIEW_NAME_LENGTH)
    query = models.CharField(max_length=VIEW_QUERY_LENGTH)
    kept_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="tasks_saved_view_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.name}"
