"""Whose files these are: a domain says what it holds, and who may read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from viche.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Holder:
    """Objects of a domain that files are attached to."""

    may_read: Callable[[Actor, UUID], bool]
    holds: Callable[[UUID], bool]


HOLDERS: dict[str, Holder] = {}


def _nothing_for_certain(_file_id: UUID) -> bool:
    return False


def holder(
    name: str,
    *,
    may_read: Callable[[Actor, UUID], bool],
    holds: Callable[[UUID], bool] = _nothing_for_certain,
) -> None:
    """Register that objects of a domain hold files: `may_read(actor, file_id)` says who reads them.

    `holds(file_id)` says whether one of them holds the file at all. From then on its uploader reads it as
    everybody else does; a holder that leaves `holds` out never takes a file from its uploader.
    """
    HOLDERS[name] = Holder(may_read, holds)
