"""Files attached as evidence: readable for everyone who may read the action item, while it is not hidden."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tasks.evidence.models import Evidence
from tasks.items.access_log import KIND
from tasks.items.selectors import list_readable_evidence, list_restricted_item_ids
from viche.files.registry import register_holder
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor


def readable_evidence_files_q(actor: Actor) -> Q:
    """Return the condition on files that are evidence of an item that `actor` may read."""
    return _file_of_q(list_readable_evidence(actor))


def evidence_files_q() -> Q:
    """Return the condition on files that are evidence of any item, hidden evidence included.

    So a hidden file is kept, and its uploader has no access to it either.
    """
    return _file_of_q(Evidence.objects.all())


def hidden_evidence_files_q() -> Q:
    """Return the condition on files of hidden evidence."""
    return _file_of_q(Evidence.objects.filter(hidden_remark__isnull=False))


def _file_of_q(evidence: QuerySet[Evidence]) -> Q:
    return Q(Exists(evidence.filter(file_id=OuterRef("pk"))))


def list_restricted_reads(file_id: UUID) -> list[Read]:
    """Return the access-log entries for the restricted items that have the file as evidence."""
    return [Read(KIND, pk) for pk in list_restricted_item_ids(file_id)]


register_holder(
    "tasks.evidence",
    seen=readable_evidence_files_q,
    held=evidence_files_q,
    reads=list_restricted_reads,
    withheld=hidden_evidence_files_q,
)
