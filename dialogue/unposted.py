"""Answers by e-mail that are not taken."""

from __future__ import annotations

from enum import StrEnum


class Unposted(StrEnum):
    """Why nothing was posted of an answer by e-mail, besides the codes of any other post; `files`: all but
    its files was.
    """

    EMPTY = "empty"
    RESTRICTED = "restricted"
    PUBLIC = "public"
    SECOND_FACTOR = "second_factor"
    FILES = "files"
