"""Whose files these are: a domain says what it holds, and who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from viche.kernel.actor import Actor
from viche.kernel.reads import Read


def _nothing_restricted(_file_id: UUID) -> Iterable[Read]:
    return ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Objects of a domain that files are attached to."""

    may_read: Callable[[Actor, UUID], bool]
    holds: Callable[[UUID], bool]
    reads: Callable[[UUID], Iterable[Read]] = _nothing_restricted


HOLDERS: dict[str, Holder] = {}


def _nothing_for_certain(_file_id: UUID) -> bool:
    return False


def holder(
    name: str,
    *,
    may_read: Callable[[Actor, UUID], bool],
    holds: Callable[[UUID], bool] = _nothing_for_certain,
    reads: Callable[[UUID], Iterable[Read]] = _nothing_restricted,
) -> None:
    """Register that objects of a domain hold files: `may_read(actor, file_id)` says who reads them.

    `holds(file_id)` says whether one of them holds the file at all. From then on its uploader reads it as
    everybody else does; a holder that leaves `holds` out never takes a file from its uploader.
    `reads(file_id)` says what is written down of whoever opens the file.
    """
    HOLDERS[name] = Holder(may_read, holds, reads)


def reads_of(file_id: UUID) -> list[Read]:
    """Everything restricted that a file belongs to."""
    return [read for one in HOLDERS.values() for read in one.reads(file_id)]
