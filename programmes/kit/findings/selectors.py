"""Queries of findings."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.loaders import get_child
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import RULES, DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.findings.models import Finding
from viche.kernel.actor import Actor


def list_findings(dossier: Dossier) -> QuerySet[Finding]:
    """Return the findings of a dossier with who recorded them, drafts included, by number."""
    findings = Finding.objects.filter(dossier=dossier).order_by("number")
    return findings.select_related(
        "dossier", "recorded_by", "recorded_through__organisation", "recorded_through__person"
    )


def get_finding_of(dossier: Dossier, finding_id: UUID) -> Finding:
    """Return a finding of a dossier that the caller has authorised. Raises NotFound."""
    return get_child(dossier, list_findings(dossier), finding_id)


def list_readable_findings(actor: Actor) -> QuerySet[Finding]:
    """Return the findings of the dossiers that the actor may read."""
    return Finding.objects.filter(dossier__in=DossierPolicy().visible_to(actor))


def can_record(actor: Actor, dossier: Dossier) -> bool:
    """Return whether the actor may record, change and remove findings of a dossier now."""
    action = DossierAction.RECORD_FINDING
    roles = ActorDossierAccess.of(actor).roles_for(dossier)
    may = is_allowed_in_phase(action, dossier) and not roles.isdisjoint(RULES[action].roles)
    return may and actor.has_scope(DossierPolicy().scope_of(action))
