"""Actions on guest shares."""

from __future__ import annotations

from enum import StrEnum


class ShareAction(StrEnum):
    """Actions on guest shares.

    The policy of the object decides, by the action that its app registered.
    """

    GIVE = "share.give"
    END = "share.end"
