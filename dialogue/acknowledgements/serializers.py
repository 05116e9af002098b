"""Serializers of acknowledgements."""

from __future__ import annotations

from dialogue.common.serializers import LARGEST_NUMBER
from viche.kernel.api import StrictDate, StrictInteger, StrictSerializer


class MustReadIn(StrictSerializer):
    """By which day of the group's calendar the readers are asked to acknowledge a message; null: by none."""

    due_on = StrictDate(required=False, allow_null=True)


class AcknowledgeIn(StrictSerializer):
    """Which version of a message one had before one; without it the present one."""

    version = StrictInteger(min_value=1, max_value=LARGEST_NUMBER, required=False)
