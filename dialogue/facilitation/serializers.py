"""Serializers of facilitation."""

from __future__ import annotations

from rest_framework import serializers

from dialogue.facilitation.models import PACES
from dialogue.moderation.models import NOTE_LENGTH
from viche.kernel.api import Confirmed, PlainText, StrictSerializer, StrictUuid


class LockIn(StrictSerializer):
    """Why those who lead the thread alone post in it for now."""

    reason = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class HandOverIn(StrictSerializer):
    """The mandate that leads the thread from now on, and why."""

    facilitator = StrictUuid()
    reason = PlainText(max_length=NOTE_LENGTH)
    confirmed = Confirmed(required=False)


class PaceIn(StrictSerializer):
    """How long whoever does not lead the thread waits between two messages of theirs; 0: not at all."""

    seconds = serializers.ChoiceField(choices=PACES)
