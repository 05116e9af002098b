"""Reminders, each of which fires once, and the rules (ladders) that schedule them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import InitiativeGroup
from tasks.items.models import ActionItem
from viche.kernel.clock import now
from viche.kernel.models import DueRow, Identified, Versioned

ADVANCE_NOTICE = timedelta(days=3)
"""How long before the due day the first reminder comes."""


class ReminderRule(models.TextChoices):
    BEFORE_DUE = "before_due", _("Before the due date")
    ON_DUE = "on_due", _("On the due date")
    OVERDUE = "overdue", _("The day after the due date")
    UNVERIFIED = "unverified", _("While it waits for verification")
    CUSTOM = "custom", _("At a chosen time")


class ReminderAudience(models.TextChoices):
    """Audience of a reminder.

    The people who work for the owner, its whole organisation, the possible verifiers, the facilitators, or
    all members of the group.
    """

    OWNER = "owner", _("Owner")
    OWNER_ORGANISATION = "owner_organisation", _("Owner's organisation")
    VERIFIER = "verifier", _("Verifier")
    FACILITATOR = "facilitator", _("Facilitator")
    GROUP = "group", _("The whole group")


class ReminderLadder(Identified, Versioned):
    """Reminder rules of a group, or of one action item in place of them.

    A ladder without steps sends no reminders.

    The default without a ladder is `tasks.reminders.schedule.DEFAULT_REMINDER_RULES`.
    """

    group = models.OneToOneField(
        InitiativeGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="reminder_ladder"
    )
    action = models.OneToOneField(
        ActionItem, null=True, blank=True, on_delete=models.CASCADE, related_name="reminder_ladder"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None, action__isnull=False) | Q(group__isnull=False, action=None),
                name="tasks_ladder_of_a_group_or_an_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or self.action}"


class ReminderStep(Identified):
    """One rule: an offset in days from the due day (negative: before), an audience, and a repetition.

    Repetition applies while the item is overdue. For verifiers, the days count from the day on which the item
    was done, while it waits for verification.
    """

    ladder = models.ForeignKey(ReminderLadder, on_delete=models.CASCADE, related_name="steps", db_index=False)
    offset_days = models.SmallIntegerField()
    audience = models.CharField(max_length=20, choices=ReminderAudience.choices)
    repeat_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ladder", "offset_days", "audience"], name="tasks_reminder_step_once"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=ReminderAudience.values), name="tasks_reminder_step_audience"
            ),
            models.CheckConstraint(
                condition=Q(repeat_days=None) | Q(repeat_days__gte=1, offset_days__gte=1),
                name="tasks_reminder_step_repeats_when_overdue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offset_days:+d}: {self.audience}"


class Reminder(DueRow):
    """One occurrence of a reminder. `fired_at` is set once it was handled.

    An acknowledgement stops it and the following ones. A reminder from a ladder carries its step and the
    reference day (`about`: the due day, or the day on which the item was done).
    """

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    rule = models.CharField(max_length=12, choices=ReminderRule.choices)
    audience = models.CharField(max_length=20, choices=ReminderAudience.choices)
    about = models.DateField(null=True, blank=True)
    offset_days = models.SmallIntegerField(null=True, blank=True)
    repeat_days = models.PositiveSmallIntegerField(null=True, blank=True)
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
            # Two steps that fall on the same morning have a row each.
            models.UniqueConstraint(
                fields=["action", "rule", "audience", "due_at", "offset_days"],
                nulls_distinct=False,
                name="tasks_reminder_once",
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
            models.CheckConstraint(
                condition=Q(about=None, offset_days=None, repeat_days=None)
                | ~Q(rule=ReminderRule.CUSTOM) & Q(about__isnull=False, offset_days__isnull=False),
                name="tasks_reminder_planned_by_a_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.due_at}"


class OwnReminderKind(models.TextChoices):
    CHOSEN = "chosen", _("Chosen")
    SNOOZED = "snoozed", _("Snoozed")


class OwnReminder(DueRow):
    """A personal reminder of one person: at a chosen time, or a snoozed reminder."""

    action = models.ForeignKey(
        ActionItem, on_delete=models.CASCADE, related_name="own_reminders", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=OwnReminderKind.choices)
    created_at = models.DateTimeField(default=now)

    class Meta(DueRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["action", "person", "due_at"], name="tasks_own_reminder_once"),
            models.CheckConstraint(
                condition=Q(kind__in=OwnReminderKind.values), name="tasks_own_reminder_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.due_at}"
