"""Events of evidence."""

from __future__ import annotations

from uuid import UUID

from tasks.items.events import ActionPayload


class EvidenceAdded(ActionPayload, kind="tasks.evidence_added"):
    """Evidence was added to an action item."""

    evidence_id: UUID
    mandate_id: UUID | None
    link_id: UUID | None = None
