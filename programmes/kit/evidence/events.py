"""Events of evidence in dossiers."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload


class DossierEvidencePayload(DossierPayload):
    """A piece of evidence changed; `number` is its number in the dossier."""

    evidence_id: UUID
    number: int
    subject_kind: str
    subject_id: UUID


class DossierEvidenceAdded(DossierEvidencePayload, kind="programmes.evidence_added"):
    """Evidence was added to a dossier, or to something that it holds."""

    mandate_id: UUID | None


class DossierEvidenceWithdrawn(DossierEvidencePayload, kind="programmes.evidence_withdrawn"):
    """The person who had added a piece of evidence withdrew it; its content is gone."""


class DossierEvidenceHidden(DossierEvidencePayload, kind="programmes.evidence_hidden"):
    """A piece of evidence was hidden; the reason is in its row.

    `officer`: by the data protection officer, else by who leads the dossier or its group.
    """

    officer: bool
