"""Files of this room: evidence is read by whoever reads its action item."""

from __future__ import annotations

from uuid import UUID

from tasks.api.reads import KIND
from tasks.selectors import is_evidence_file, reads_evidence_file, restricted_items_with
from viche.files.registry import holder
from viche.kernel.actor import Actor
from viche.kernel.reads import Read


def may_read(actor: Actor, file_id: UUID) -> bool:
    """Whether a file is evidence of an item that `actor` reads."""
    return reads_evidence_file(actor, file_id)


def reads(file_id: UUID) -> list[Read]:
    """The items that are not for their whole group and have the file as evidence."""
    return [Read(KIND, pk) for pk in restricted_items_with(file_id)]


holder("tasks.evidence", may_read=may_read, holds=is_evidence_file, reads=reads)
