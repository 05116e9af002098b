"""Serializers of transfer."""

from __future__ import annotations

from rest_framework import serializers

from dialogue.common.serializers import MAX_NUMBER
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.limits import TITLE_LENGTH
from dialogue.transfer.checks import MAX_MESSAGES_PER_SPLIT
from viche.kernel.api import Confirmed, PlainText, StrictBoolean, StrictInteger, StrictSerializer, StrictUuid


class SplitIn(StrictSerializer):
    """The numbers of the messages to split off, the title of the new thread, and the reason."""

    numbers = serializers.ListField(
        child=StrictInteger(min_value=1, max_value=MAX_NUMBER),
        min_length=1,
        max_length=MAX_MESSAGES_PER_SPLIT,
    )
    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    reason = PlainText(max_length=NOTE_LENGTH)
    confirmed = Confirmed(required=False)


class MergeIn(StrictSerializer):
    """The thread of the same group into which to merge, and the reason.

    `widens`: confirms that guests of that thread will read this one, too.
    """

    into = StrictUuid(source="into_id")
    reason = PlainText(max_length=NOTE_LENGTH)
    widens = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)


class MoveToGroupIn(StrictSerializer):
    """The group to which to move the thread, and the reason.

    `widens`: confirms that other people will read it, too.
    """

    group = StrictUuid(source="group_id")
    reason = PlainText(max_length=NOTE_LENGTH)
    widens = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)
