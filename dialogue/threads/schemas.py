"""Schemas of threads."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict


class LockOut(TypedDict):
    """Lock of a thread, in which only facilitators may post: since when, and why (may be empty)."""

    at: datetime
    why: str


class PublicationOut(TypedDict):
    """Publication of a thread: anybody may read its messages from number `first` on since `at`.

    `gist`: also its summary and outcome from before. Not `open`: its group has no public page now, and
    outsiders cannot read the thread until it has one.
    """

    at: datetime
    first: int
    gist: bool
    open: bool
