"""Files of this room: evidence is read by whoever reads its action item."""

from __future__ import annotations

from uuid import UUID

from tasks.selectors import is_evidence_file, reads_evidence_file
from viche.files.registry import holder
from viche.kernel.actor import Actor


def may_read(actor: Actor, file_id: UUID) -> bool:
    """Whether a file is evidence of an item that `actor` reads."""
    return reads_evidence_file(actor, file_id)


holder("tasks.evidence", may_read=may_read, holds=is_evidence_file)
