"""Serializers of facilitation."""

from __future__ import annotations

from rest_framework import serializers

from dialogue.facilitation.models import PACES
from dialogue.moderation.models import NOTE_LENGTH
from viche.kernel.api import Confirmed, PlainText, StrictSerializer, StrictUuid


class LockIn(StrictSerializer):
    """The reason of the lock."""

    reason = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class HandOverIn(StrictSerializer):
    """The mandate that becomes the facilitator of the thread, and the reason."""

    facilitator = StrictUuid(source="facilitator_id")
    reason = PlainText(max_length=NOTE_LENGTH)
    confirmed = Confirmed(required=False)


class PaceIn(StrictSerializer):
    """How long authors who are not facilitators wait between two messages; 0: slow mode is off."""

    seconds = serializers.ChoiceField(choices=PACES)
