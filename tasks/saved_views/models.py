"""Saved views of action items."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from viche.kernel.clock import now
from viche.kernel.models import Identified

VIEW_NAME_LENGTH, VIEW_QUERY_LENGTH = 60, 600


class SavedView(Identified):
    """Filters of the board, saved by one person under a name of their choice.

    `query` is the query string of the board's URL; opening it shows what the person may read at that time.
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
