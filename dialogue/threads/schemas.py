"""Schemas of threads."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict


class LockOut(TypedDict):
    """Those who lead the thread alone post in it: since when, and why in their words (may be empty)."""

    at: datetime
    why: str


class PublicationOut(TypedDict):
    """Anybody reads a thread since `at`: what was said in it from number `first` on. `gist`: its summary and
    outcome of before, too. Not `open`: its group has no public page now, and nobody else reads it until then.
    """

    at: datetime
    first: int
    gist: bool
    open: bool
