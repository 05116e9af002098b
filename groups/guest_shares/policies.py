"""Sharing one thing with a guest."""

from __future__ import annotations

from enum import StrEnum


class ShareAction(StrEnum):
    """Sharing one thing with a guest. The policy of the thing decides, by the action that its room
    registered.
    """

    GIVE = "share.give"
    END = "share.end"
