"""Whose files these are: a domain says who may read what it holds."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from viche.kernel.actor import Actor

MayRead = Callable[[Actor, UUID], bool]
HOLDERS: dict[str, MayRead] = {}


def holder(name: str, *, may_read: MayRead) -> None:
    """Register that some files belong to objects of a domain: `may_read(actor, file_id)` says who reads them."""
    HOLDERS[name] = may_read
