"""Whose files these are: a domain says who may read what it holds."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from viche.kernel.actor import Actor

MayRead = Callable[[Actor, UUID], bool]
HOLDERS: dict[str, MayRead] = {}


def holder(name: str, *, may_read: MayRead) -> None:
    """Register that objects of a domain hold files: `may_read(actor, file_id)` says who reads them."""
    HOLDERS[name] = may_read
