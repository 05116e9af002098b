"""Events of sign-offs."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload


class SignOffPayload(DossierPayload):
    """Something happened to a sign-off of an edition; `number` is that of the edition."""

    sign_off_id: UUID
    edition_id: UUID
    number: int
    mandate_id: UUID | None


class SignOffAsked(SignOffPayload, kind="programmes.sign_off_asked"):
    """A reviewer was asked to sign an edition off."""

    participant_id: UUID


class SignOffDecided(SignOffPayload, kind="programmes.sign_off_decided"):
    """A reviewer signed an edition off (`given`) or returned it (`returned`); its sign-off has the reason."""

    outcome: str
