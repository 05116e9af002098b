"""What higher rooms add to a group's answers, registered when they start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from viche.kernel.actor import Actor

UnreadCounter = Callable[[Actor, Sequence[UUID]], dict[UUID, int]]

_UNREAD: list[UnreadCounter] = []


def unread_counter(count: UnreadCounter) -> UnreadCounter:
    """Register who counts what `actor` has not read in each of some groups."""
    _UNREAD.append(count)
    return count


def unread_in(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How much `actor` has not read in each group."""
    total = dict.fromkeys(group_ids, 0)
    for count in _UNREAD:
        for group_id, number in count(actor, group_ids).items():
            total[group_id] += number
    return total
