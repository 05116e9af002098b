"""Serializers of acknowledgements."""

from __future__ import annotations

from dialogue.common.serializers import MAX_NUMBER
from viche.kernel.api import StrictDate, StrictInteger, StrictSerializer


class MustReadIn(StrictSerializer):
    """The day in the group's calendar by which readers should acknowledge the message; null: none."""

    due_on = StrictDate(required=False, allow_null=True)


class AcknowledgeIn(StrictSerializer):
    """The version of the message that was read, by default the current one."""

    version = StrictInteger(min_value=1, max_value=MAX_NUMBER, required=False)
