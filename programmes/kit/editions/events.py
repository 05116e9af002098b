"""Events of editions."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload


class EditionPayload(DossierPayload):
    """Something happened to an edition; `number` is its number in the dossier."""

    edition_id: UUID
    number: int
    mandate_id: UUID | None


class EditionMade(EditionPayload, kind="programmes.edition_made"):
    """An edition was made. `for_public`: it may be published."""

    for_public: bool


class EditionPublished(EditionPayload, kind="programmes.edition_published"):
    """Everybody may read an edition."""


class EditionWithdrawn(EditionPayload, kind="programmes.edition_withdrawn"):
    """An edition is no longer public; the reason is in its publication."""
