"""Files attached as evidence: readable for everyone who may read the dossier, while they are not hidden."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from programmes.kit.dossiers.access_log import KIND
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.evidence.selectors import list_readable_evidence, list_restricted_dossier_ids
from viche.files.registry import register_holder
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor


def readable_evidence_files_q(actor: Actor) -> Q:
    """Return the condition on files that are evidence of a dossier that `actor` may read."""
    return _file_of_q(list_readable_evidence(actor))


def evidence_files_q() -> Q:
    """Return the condition on files that are evidence of any dossier, hidden evidence included."""
    return _file_of_q(DossierEvidence.objects.all())


def hidden_evidence_files_q() -> Q:
    """Return the condition on files of hidden evidence."""
    return _file_of_q(DossierEvidence.objects.filter(hidden_at__isnull=False))


def _file_of_q(evidence: QuerySet[DossierEvidence]) -> Q:
    return Q(Exists(evidence.filter(file_id=OuterRef("pk"))))


def list_restricted_reads(file_id: UUID) -> list[Read]:
    """Return the access-log entries for the restricted dossiers that have the file as evidence."""
    return [Read(KIND, pk) for pk in list_restricted_dossier_ids(file_id)]


register_holder(
    "programmes.evidence",
    seen=readable_evidence_files_q,
    held=evidence_files_q,
    reads=list_restricted_reads,
    withheld=hidden_evidence_files_q,
)
