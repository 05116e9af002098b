"""Words that belong to an action item: what must be true, and why it is as it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.models import Mandate
from tasks.external_assignees.models import ActionLink
from tasks.items.models import KEEP, ActionItem
from viche.kernel.clock import now
from viche.kernel.models import Identified


class Remark(Identified):
    """Words that belong to a step: why it is blocked, declined, returned, cancelled or moved to another
    day. A person says them, or whoever has a link.
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
        triggers = [KEEP]

    def __str__(self) -> str:
        return self.text
