"""Serializers of transfer."""

from __future__ import annotations

from rest_framework import serializers

from dialogue.common.serializers import LARGEST_NUMBER
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.limits import TITLE_LENGTH
from dialogue.transfer.checks import MOST_TAKEN
from viche.kernel.api import Confirmed, PlainText, StrictBoolean, StrictInteger, StrictSerializer, StrictUuid


class SplitIn(StrictSerializer):
    """Which messages go on in a thread of their own, by their numbers; what that asks, and why."""

    numbers = serializers.ListField(
        child=StrictInteger(min_value=1, max_value=LARGEST_NUMBER), min_length=1, max_length=MOST_TAKEN
    )
    title = PlainText(max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    reason = PlainText(max_length=NOTE_LENGTH)
    confirmed = Confirmed(required=False)


class MergeIn(StrictSerializer):
    """The thread of the same group in which one goes on, and why. `widens`: it is known that guests of that
    one come to read it, too.
    """

    into = StrictUuid()
    reason = PlainText(max_length=NOTE_LENGTH)
    widens = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)


class MoveToGroupIn(StrictSerializer):
    """The group to which a thread is taken, and why. `widens`: it is known that others come to read
    it, too.
    """

    group = StrictUuid()
    reason = PlainText(max_length=NOTE_LENGTH)
    widens = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)
