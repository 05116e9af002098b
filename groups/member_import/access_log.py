"""Access log of member list imports."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

MEMBER_LIST = "member_list"


def record_person_reads(actor: Actor, shown: tuple[UUID, Iterable[UUID]]) -> None:
    """Record that `actor` is shown which people have the addresses of a list."""
    group_id, people = shown
    log_access(actor, [Read(MEMBER_LIST, group_id, pk) for pk in people], AccessMode.LIST)
