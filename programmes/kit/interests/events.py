"""Events of declarations of interests."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload


class InterestsDeclared(DossierPayload, kind="programmes.interests_declared"):
    """A participant declared their interests."""

    participant_id: UUID
    has_tie: bool
    mandate_id: UUID


class TieDecided(DossierPayload, kind="programmes.tie_decided"):
    """It was decided whether a participant with a tie stays."""

    participant_id: UUID
    outcome: str
    mandate_id: UUID | None
