"""Watchers of action items: people who asked to be notified."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tasks.items.models import ActionItem
from viche.kernel.clock import now
from viche.kernel.models import Identified


class Watcher(Identified):
    """A person watches an item. This implies no right to read it."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="watchers", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "person"], name="tasks_watcher_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.action_id}"
