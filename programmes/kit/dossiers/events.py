"""Events of dossiers; they carry references and codes, no text.

The group's topic gets events of a dossier only while the whole group may read it.
"""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


def topic_of(dossier_id: UUID) -> str:
    return f"dossier:{dossier_id}"


class DossierPayload(Payload):
    """A fact about a dossier of kind `dossier_kind`. `shared`: the group's topic gets it."""

    dossier_id: UUID
    dossier_kind: str
    group_id: UUID
    shared: bool
    state: str
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "dossier", self.dossier_id

    @property
    def topics(self) -> tuple[str, ...]:
        group = (f"group:{self.group_id}",) if self.shared else ()
        return (topic_of(self.dossier_id), *group)


class DossierBegun(DossierPayload, kind="programmes.dossier_begun"):
    """A dossier was begun."""

    lead_id: UUID
    mandate_id: UUID | None


class DossierChanged(DossierPayload, kind="programmes.dossier_changed"):
    """`fields` names what changed."""

    fields: tuple[str, ...]


class DossierMoved(DossierPayload, kind="programmes.dossier_moved"):
    """A transition of a dossier; `taken_id` is its record, with the reason."""

    before: str
    after: str
    transition: str
    taken_id: UUID
    mandate_id: UUID | None


class DossierVisibilityChanged(DossierPayload, kind="programmes.dossier_visibility_changed"):
    """The dossier became known to its group, or is read by the whole group now."""

    known: bool


class DossierHandedOver(DossierPayload, kind="programmes.dossier_handed_over"):
    """Another mandate leads the dossier."""

    lead_id: UUID
    lead_before: UUID


class ParticipantsChanged(DossierPayload, kind="programmes.participants_changed"):
    """Participants were named, or ended."""

    named: tuple[UUID, ...]
    ended: tuple[UUID, ...]
