"""Serializers of reminders."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tasks.reminders.models import ReminderAudience
from tasks.reminders.schedule import LadderStep
from viche.kernel.api import Instant, StrictInteger, StrictSerializer


class LadderStepIn(StrictSerializer):
    """One reminder rule; see `LadderStepOut`."""

    offset_days = StrictInteger()
    audience = serializers.ChoiceField(choices=ReminderAudience.choices)
    repeat_days = StrictInteger(required=False, allow_null=True, default=None)


class SetLadderIn(StrictSerializer):
    """All rules; an empty list disables reminders."""

    steps = LadderStepIn(many=True)

    def validate_steps(self, value: Any) -> list[LadderStep]:
        return [LadderStep(**one) for one in value]


class SetOwnReminderIn(StrictSerializer):
    """A personal reminder.

    `puts_off`: until then no rule-based reminder of this item is sent to the reader; at most 30 days ahead.
    """

    due_at = Instant()
    puts_off = serializers.BooleanField(required=False)


class SnoozeIn(StrictSerializer):
    """End of the snooze."""

    until = Instant()


class SetReminderIn(StrictSerializer):
    """A reminder at a chosen time."""

    due_at = Instant()
    audience = serializers.ChoiceField(choices=ReminderAudience.choices)
