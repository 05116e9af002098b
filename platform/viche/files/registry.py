"""Whose files these are: a domain says what it holds, and who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from viche.kernel.actor import Actor
from viche.kernel.reads import Read


def _nothing_restricted(_file_id: UUID) -> Iterable[Read]:
    return ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Objects of a domain that files are attached to."""

    seen: Callable[[Actor], Q]
    held: Callable[[], Q]
    reads: Callable[[UUID], Iterable[Read]] = _nothing_restricted


HOLDERS: dict[str, Holder] = {}


NOTHING = Q(pk__in=())


def holder(
    name: str,
    *,
    seen: Callable[[Actor], Q],
    held: Callable[[], Q],
    reads: Callable[[UUID], Iterable[Read]] = _nothing_restricted,
) -> None:
    """Register that objects of a domain hold files: `seen(actor)` is the condition on those that they read.

    `held()` is the condition on all that they hold: from then on its uploader reads a file as everybody else
    does. What nobody holds is deleted after some days.
    `reads(file_id)` says what is written down of whoever opens the file.
    """
    HOLDERS[name] = Holder(seen, held, reads)


def seen_by(actor: Actor) -> Q:
    """The condition on files that belong to something `actor` reads."""
    found = NOTHING
    for one in HOLDERS.values():
        found |= one.seen(actor)
    return found


def held_at_all() -> Q:
    """The condition on files that belong to anything at all."""
    found = NOTHING
    for one in HOLDERS.values():
        found |= one.held()
    return found


def reads_of(file_id: UUID) -> list[Read]:
    """Everything restricted that a file belongs to."""
    return [read for one in HOLDERS.values() for read in one.reads(file_id)]
