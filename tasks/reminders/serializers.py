"""Serializers of reminders."""

from __future__ import annotations

from rest_framework import serializers

from tasks.reminders.models import ReminderAudience
from viche.kernel.api import Instant, StrictInteger, StrictSerializer


class LadderStepIn(StrictSerializer):
    """One rule of reminding; see `LadderStepOut`."""

    offset_days = StrictInteger()
    audience = serializers.ChoiceField(choices=ReminderAudience.choices)
    repeat_days = StrictInteger(required=False, allow_null=True, default=None)


class SetLadderIn(StrictSerializer):
    """All rules; none mean that nobody is reminded."""

    steps = LadderStepIn(many=True)


class SetOwnReminderIn(StrictSerializer):
    """A reminder for the reader alone. `puts_off`: until then no planned one of this item comes to them; that
    goes for 30 days at most.
    """

    due_at = Instant()
    puts_off = serializers.BooleanField(required=False)


class SnoozeIn(StrictSerializer):
    """Until when a reminder is put off."""

    until = Instant()


class SetReminderIn(StrictSerializer):
    """A reminder at a chosen moment."""

    due_at = Instant()
    audience = serializers.ChoiceField(choices=ReminderAudience.choices)
