"""Texts that belong to the steps of an action item."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.models import Mandate
from tasks.external_assignees.models import ActionLink
from tasks.items.models import PROTECT_FROM_DELETION, ActionItem
from viche.kernel.clock import now
from viche.kernel.models import Identified


class Remark(Identified):
    """The text of a step: the reason why an item is blocked, declined, returned, cancelled or moved.

    Written by a person, or through a guest link.
    """

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="remarks")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(ActionLink, null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="tasks_remark_says_something"),
            models.CheckConstraint(
                condition=Q(author__isnull=False, link=None) | Q(author=None, link__isnull=False),
                name="tasks_remark_said_by_somebody",
            ),
        ]
        triggers = [PROTECT_FROM_DELETION]

    def __str__(self) -> str:
        return self.text
