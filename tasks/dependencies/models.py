"""Dependencies between action items."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tasks.items.models import ActionItem
from viche.kernel.clock import now
from viche.kernel.models import Identified


class Dependency(Identified):
    """`action` waits for `blocked_by`, an item of the same register.

    The graph has no cycles (see `tasks.dependencies.services`).
    """

    action = models.ForeignKey(
        ActionItem, on_delete=models.CASCADE, related_name="dependencies", db_index=False
    )
    blocked_by = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="dependents")
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "blocked_by"], name="tasks_dependency_once"),
            models.CheckConstraint(condition=~Q(action=F("blocked_by")), name="tasks_dependency_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} ← {self.blocked_by_id}"
