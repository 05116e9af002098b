"""Serializers of moderation."""

from __future__ import annotations

from rest_framework import serializers

from dialogue.moderation.models import NOTE_LENGTH, Fault
from dialogue.moderation.policies import Step
from viche.kernel.api import PlainText, StrictSerializer


class MessageReportIn(StrictSerializer):
    """The reason of a report; the reason `other` needs a `note`."""

    fault = serializers.ChoiceField(choices=list(Fault))
    note = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)


class ModerateMessageIn(StrictSerializer):
    """The next step about a message.

    Hiding names the `fault`, which readers see; the `note` is for the author and for moderators.
    """

    to = serializers.ChoiceField(choices=list(Step))
    fault = serializers.ChoiceField(choices=list(Fault), required=False)
    note = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)


class HidingAppealIn(StrictSerializer):
    """The reason why a hidden message should be shown again."""

    note = PlainText(max_length=NOTE_LENGTH)
