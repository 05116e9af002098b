"""Serializers of the read state and the notification level."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from dialogue.common.serializers import MAX_NUMBER
from dialogue.reading.models import Attention
from dialogue.reading.services import MAX_SPANS
from viche.kernel.api import StrictInteger, StrictSerializer, StrictUuid


class AttentionIn(StrictSerializer):
    """A notification level: every message, mentions and replies (the default), or nothing."""

    level = serializers.ChoiceField(choices=Attention.choices)


class MessageQuery(StrictSerializer):
    """Where to open a thread: around a message number, or without one at the first unread message."""

    around = serializers.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)


class SpanField(serializers.ListField):
    """A range of message numbers: the first and the last, both included."""

    def __init__(self, **kwargs: Any) -> None:
        number = StrictInteger(min_value=1, max_value=MAX_NUMBER)
        super().__init__(child=number, min_length=2, max_length=2, **kwargs)


class MarkReadIn(StrictSerializer):
    """The messages that were read."""

    ranges = serializers.ListField(
        child=SpanField(),
        max_length=MAX_SPANS,
        error_messages={"max_length": _("Send at most 100 ranges at once.")},
    )


class PutBackIn(StrictSerializer):
    """The number of the first message to mark as unread."""

    number = StrictInteger(min_value=1, max_value=MAX_NUMBER)


class ReadCommandIn(MarkReadIn):
    """The messages that were read, as sent by a socket: with their thread."""

    thread_id = StrictUuid()
