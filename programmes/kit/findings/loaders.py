"""What services of findings load about who works on a dossier."""

from __future__ import annotations

from programmes.kit.dossiers.loaders import LockedDossier
from programmes.kit.registry import DossierRole
from tasks.items.access import SpeakingSeat


def list_working_seats(locked: LockedDossier) -> list[SpeakingSeat]:
    """Return the seats from which the actor works on a dossier: its lead's, then those of its team."""
    dossier, access = locked.dossier, locked.access
    leads = [one for one in access.seats_for(dossier) if one.mandate.pk == dossier.lead_id]
    return leads + access.seats_for_part(dossier, DossierRole.TEAM)
