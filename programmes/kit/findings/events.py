"""Events of findings."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload


class FindingPayload(DossierPayload):
    """A finding changed; `number` is its number in the dossier."""

    finding_id: UUID
    number: int


class FindingRecorded(FindingPayload, kind="programmes.finding_recorded"):
    """A finding was recorded, as a draft until it has evidence."""

    mandate_id: UUID | None


class FindingChanged(FindingPayload, kind="programmes.finding_changed"):
    """`fields` names what changed: words, `rating`, `may_be_published`."""

    fields: tuple[str, ...]


class FindingRemoved(FindingPayload, kind="programmes.finding_removed"):
    """A draft was removed."""
