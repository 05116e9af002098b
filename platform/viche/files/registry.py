"""Registry of the objects that files are attached to: each domain decides who may read its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from viche.kernel.access_log import Read
from viche.kernel.actor import Actor

NOTHING = Q(pk__in=())


def _get_nothing() -> Q:
    return NOTHING


def _nothing_restricted(_file_id: UUID) -> Iterable[Read]:
    return ()


@dataclass(frozen=True, slots=True)
class Holder:
    """A kind of object of a domain that files are attached to."""

    seen: Callable[[Actor], Q]
    held: Callable[[], Q]
    reads: Callable[[UUID], Iterable[Read]] = _nothing_restricted
    withheld: Callable[[], Q] = _get_nothing


HOLDERS: dict[str, Holder] = {}


def register_holder(
    name: str,
    *,
    seen: Callable[[Actor], Q],
    held: Callable[[], Q],
    reads: Callable[[UUID], Iterable[Read]] = _nothing_restricted,
    withheld: Callable[[], Q] = _get_nothing,
) -> None:
    """Register a kind of object with files.

    `seen(actor)` is the condition on the files that the actor may read.

    `held()` is the condition on all files that are attached: for these the uploader has no special access.
    Unattached files are deleted after some days. `reads(file_id)` returns the access log entries of a
    download. `withheld()` is the condition on attached files that are hidden from everybody: a copy of their
    uploader's data leaves them out.
    """
    HOLDERS[name] = Holder(seen, held, reads, withheld)


def visible_files_q(actor: Actor) -> Q:
    """Return the condition on files that are attached to something `actor` may read."""
    found = NOTHING
    for one in HOLDERS.values():
        found |= one.seen(actor)
    return found


def attached_files_q() -> Q:
    """Return the condition on files that are attached to anything."""
    found = NOTHING
    for one in HOLDERS.values():
        found |= one.held()
    return found


def withheld_files_q() -> Q:
    """Return the condition on files that are hidden from everybody, wherever they are attached."""
    found = NOTHING
    for one in HOLDERS.values():
        found |= one.withheld()
    return found


def reads_of(file_id: UUID) -> list[Read]:
    """Return the access log entries of a download.

    They name the restricted objects that the file is attached to.
    """
    return [read for one in HOLDERS.values() for read in one.reads(file_id)]
