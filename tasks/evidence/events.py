"""Events of evidence."""

from __future__ import annotations

from uuid import UUID

from tasks.items.events import ActionPayload


class EvidenceAdded(ActionPayload, kind="tasks.evidence_added"):
    """Evidence was added to an action item."""

    evidence_id: UUID
    mandate_id: UUID | None
    link_id: UUID | None = None


class EvidenceRemovalPayload(ActionPayload):
    """A piece of evidence was removed from view or shown again; `number` is its number in the item."""

    evidence_id: UUID
    number: int
    mandate_id: UUID | None


class EvidenceWithdrawn(EvidenceRemovalPayload, kind="tasks.evidence_withdrawn"):
    """The person who had added a piece of evidence withdrew it; its content is gone."""

    link_id: UUID | None = None


class EvidenceHidden(EvidenceRemovalPayload, kind="tasks.evidence_hidden"):
    """A piece of evidence was hidden; `remark_id` is the reason.

    `officer`: by the data protection officer, else by a facilitator.
    """

    remark_id: UUID
    officer: bool


class EvidenceRestored(EvidenceRemovalPayload, kind="tasks.evidence_restored"):
    """A hidden piece of evidence is shown again."""

    officer: bool
