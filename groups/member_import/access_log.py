"""Access log of member import."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

MEMBER_LIST = "member_list"


def note_named(actor: Actor, group_id: UUID, named: Iterable[UUID]) -> None:
    """`actor` is told which people stand behind the addresses of a list for a group."""
    note_reads(actor, [Read(MEMBER_LIST, group_id, pk) for pk in named], Way.LIST)
