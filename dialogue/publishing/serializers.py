"""Serializers of publishing."""

from __future__ import annotations

from dialogue.common.serializers import MAX_NUMBER
from viche.kernel.api import Confirmed, StrictBoolean, StrictInteger, StrictSerializer


class PublishIn(StrictSerializer):
    """Whether the current summary and outcome become public with the thread, too.

    `summary_version` is the version of the summary that was read.
    """

    gist = StrictBoolean(required=False)
    summary_version = StrictInteger(min_value=0, max_value=MAX_NUMBER, required=False)
    confirmed = Confirmed(required=False)
