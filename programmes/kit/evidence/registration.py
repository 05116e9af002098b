"""Evidence of dossiers themselves."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.loaders import LockedDossier
from programmes.kit.dossiers.policies import (
    RULES,
    DossierAction,
    DossierPolicy,
    is_allowed_in_phase,
)
from programmes.kit.evidence.subjects import DOSSIER, register_evidence_subject
from programmes.kit.registry import DossierRole
from tasks.items.access import SpeakingSeat
from viche.kernel.errors import NotFound


def authorise_for_dossier(locked: LockedDossier, subject_id: UUID) -> list[SpeakingSeat]:
    """Return the seats from which the actor may add evidence to the dossier itself, the fitting ones first.

    Raises NotFound for another dossier, Forbidden.
    """
    dossier, action = locked.dossier, DossierAction.ADD_EVIDENCE
    if subject_id != dossier.pk:
        raise NotFound
    roles = RULES[action].roles
    if locked.roles.isdisjoint(roles) or not is_allowed_in_phase(action, dossier):
        raise DossierPolicy().refusal(locked.actor, action, dossier)
    seats = locked.access.seats_for(dossier)
    fitting = [one for one in seats if DossierRole.LEAD in roles and one.mandate.pk == dossier.lead_id]
    return fitting + [seat for part in roles for seat in locked.access.seats_for_part(dossier, part)]


register_evidence_subject(DOSSIER, authorise=authorise_for_dossier)
