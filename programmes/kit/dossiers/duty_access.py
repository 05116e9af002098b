"""Access of the person whose duties are looked for."""

from __future__ import annotations

from programmes.kit.dossiers.access import ActorDossierAccess
from tasks.items.access import ActorItemAccess
from viche.kernel.duties import DutyReader


def load_access(reader: DutyReader) -> ActorDossierAccess:
    """Return the access of the reader, without loading again what duties of action items have loaded."""
    items = reader.load(ActorItemAccess.of)
    if items.has_no_access:
        return reader.load(ActorDossierAccess.of)
    return reader.load(ActorDossierAccess.load_by_seats, items.codenames, items.voices)
