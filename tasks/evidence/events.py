"""Events of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tasks.items.events import ActionPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded(ActionPayload):
    """Evidence was added to an action item."""

    kind: ClassVar[str] = "tasks.evidence_added"
    evidence_id: UUID
    mandate_id: UUID | None
    link_id: UUID | None = None
