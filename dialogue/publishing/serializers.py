"""Serializers of publishing."""

from __future__ import annotations

from dialogue.common.serializers import LARGEST_NUMBER
from viche.kernel.api import Confirmed, StrictBoolean, StrictInteger, StrictSerializer


class PublishIn(StrictSerializer):
    """Whether the summary and the outcome as they are now become public with a thread, too: the summary in
    the version that was read.
    """

    gist = StrictBoolean(required=False)
    summary_version = StrictInteger(min_value=0, max_value=LARGEST_NUMBER, required=False)
    confirmed = Confirmed(required=False)
