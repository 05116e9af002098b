"""Events of public controls; they carry references and codes, no text."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload


class ControlLinkMade(DossierPayload, kind="programmes.control_link_made"):
    """A guest link was made, by which an authority without an account replies to the report."""

    made_link_id: UUID
    mandate_id: UUID | None


class ControlLinkRevoked(DossierPayload, kind="programmes.control_link_revoked"):
    """The guest link was revoked."""

    revoked_link_id: UUID
    mandate_id: UUID | None
