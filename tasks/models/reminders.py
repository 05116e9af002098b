"""Reminders: rows that fall due once."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models.action_items import ActionItem
from viche.kernel.clock import now
from viche.kernel.models import DueRow

ADVANCE = timedelta(days=3)
"""How long before the due day the first reminder comes."""


class ReminderRule(models.TextChoices):
    BEFORE_DUE = "before_due", _("Before the due date")
    ON_DUE = "on_due", _("On the due date")
    OVERDUE = "overdue", _("The day after the due date")
    CUSTOM = "custom", _("At a chosen time")


class ReminderAudience(models.TextChoices):
    """Who is reminded: those who work for the owner, those who may verify, or those who lead the group."""

    OWNER = "owner", _("Owner")
    VERIFIER = "verifier", _("Verifier")
    FACILITATOR = "facilitator", _("Facilitator")


class Reminder(DueRow):
    """One occurrence. `fired_at` is set when it was dealt with; an acknowledged one says nothing any more."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    rule = models.CharField(max_length=12, choices=ReminderRule.choices)
    audience = models.CharField(max_length=12, choices=ReminderAudience.choices)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(DueRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["action", "rule", "audience", "due_at"], name="tasks_reminder_once"
            ),
            models.CheckConstraint(condition=Q(rule__in=ReminderRule.values), name="tasks_reminder_rule"),
            models.CheckConstraint(
                condition=Q(audience__in=ReminderAudience.values), name="tasks_reminder_audience"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="tasks_reminder_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.due_at}"
