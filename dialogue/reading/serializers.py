"""Serializers of reading."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from dialogue.common.serializers import LARGEST_NUMBER
from dialogue.reading.models import Attention
from dialogue.reading.services import MOST_SPANS
from viche.kernel.api import StrictInteger, StrictSerializer, StrictUuid


class AttentionIn(StrictSerializer):
    """What one wants to be told of: every message, mentions and replies (the usual), or nothing."""

    level = serializers.ChoiceField(choices=Attention.choices)


class MessageQuery(StrictSerializer):
    """Where to open a thread: around a message number; without it at the first unread message."""

    around = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)


class SpanField(serializers.ListField):
    """A range of message numbers: the first and the last, both included."""

    def __init__(self, **kwargs: Any) -> None:
        number = StrictInteger(min_value=1, max_value=LARGEST_NUMBER)
        super().__init__(child=number, min_length=2, max_length=2, **kwargs)


class MarkReadIn(StrictSerializer):
    """The messages that were seen."""

    ranges = serializers.ListField(
        child=SpanField(),
        max_length=MOST_SPANS,
        error_messages={"max_length": _("Send at most 100 ranges at once.")},
    )


class PutBackIn(StrictSerializer):
    """From which message on the thread is to wait again."""

    number = StrictInteger(min_value=1, max_value=LARGEST_NUMBER)


class ReadCommandIn(MarkReadIn):
    """What was seen, as a socket sends it: with its thread."""

    thread_id = StrictUuid()
