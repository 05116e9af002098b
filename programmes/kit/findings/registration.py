"""Findings as subjects of evidence."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.loaders import LockedDossier
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import RULES, DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.evidence.subjects import register_evidence_subject
from programmes.kit.findings.loaders import list_working_seats
from programmes.kit.findings.models import Finding
from programmes.kit.findings.services import KIND
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.versions import save_new_version


def authorise_for_finding(locked: LockedDossier, subject_id: UUID) -> list[SpeakingSeat]:
    """Return the seats from which the actor may add evidence to a finding: those who record findings.

    Raises NotFound for a finding of another dossier, Forbidden.
    """
    dossier = locked.dossier
    if not Finding.objects.filter(dossier=dossier, pk=subject_id).exists():
        raise NotFound
    is_open = is_allowed_in_phase(DossierAction.ADD_EVIDENCE, dossier)
    if not is_open or locked.roles.isdisjoint(RULES[DossierAction.RECORD_FINDING].roles):
        raise DossierPolicy().refusal(locked.actor, DossierAction.ADD_EVIDENCE, dossier)
    return list_working_seats(locked)


def count_evidence_of_finding(actor: Actor, dossier: Dossier, finding_id: UUID, count: int) -> None:
    """Keep the number of pieces; with the first one the finding is no draft any more."""
    finding = Finding.objects.get(dossier=dossier, pk=finding_id)
    finding.evidence_count = count
    save_new_version(finding, "evidence_count")


register_evidence_subject(KIND, authorise=authorise_for_finding, changed=count_evidence_of_finding)
