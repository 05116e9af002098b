"""Findings as subjects of evidence, and as targets of links from other objects."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access import SCOPE
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.loaders import LockedDossier
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import RULES, DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.evidence.subjects import register_evidence_subject
from programmes.kit.findings.loaders import list_working_seats
from programmes.kit.findings.models import Finding
from programmes.kit.findings.selectors import list_readable_findings
from programmes.kit.findings.services import KIND
from programmes.kit.requirements import check_own_interests
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.object_links import LinkView, register_linkable
from viche.kernel.text import bilingual_of
from viche.kernel.versions import save_new_version


def authorise_for_finding(locked: LockedDossier, subject_id: UUID) -> list[SpeakingSeat]:
    """Return the seats from which the actor may add evidence to a finding: those who record findings.

    Raises NotFound for a finding of another dossier, Forbidden, Conflict before the actor declared interests.
    """
    dossier = locked.dossier
    if not Finding.objects.filter(dossier=dossier, pk=subject_id).exists():
        raise NotFound
    is_open = is_allowed_in_phase(DossierAction.ADD_EVIDENCE, dossier)
    if not is_open or locked.roles.isdisjoint(RULES[DossierAction.RECORD_FINDING].roles):
        raise DossierPolicy().refusal(locked.actor, DossierAction.ADD_EVIDENCE, dossier)
    check_own_interests(locked.actor, dossier)
    return list_working_seats(locked)


def count_evidence_of_finding(actor: Actor, dossier: Dossier, finding_id: UUID, count: int) -> None:
    """Keep the number of pieces; with the first one the finding is no draft any more."""
    finding = Finding.objects.get(dossier=dossier, pk=finding_id)
    finding.evidence_count = count
    save_new_version(finding, "evidence_count")


def describe_findings(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the readable findings."""
    findings = list_readable_findings(actor).filter(pk__in=ids)
    return {
        one.pk: LinkView(
            title=bilingual_of(one, "title"),
            url=f"/dossiers/{one.dossier_id}",
            state="draft" if one.is_draft else "",
            at=one.recorded_at,
            number=one.number,
            reads=tuple(list_reads(one.dossier)),
        )
        for one in findings.select_related("dossier")
    }


register_evidence_subject(KIND, authorise=authorise_for_finding, changed=count_evidence_of_finding)
register_linkable(KIND, describe_findings, _("Finding"), SCOPE)
