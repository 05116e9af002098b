"""Scans of paper ballots: readable for everyone who may read the decision."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.decisions.access_log import list_decision_reads
from dialogue.decisions.models import Decision
from dialogue.decisions.policies import DecisionPolicy
from viche.files.registry import register_holder
from viche.kernel.access_log import Read


def is_scan_of_q(rows: QuerySet[Decision]) -> Q:
    """Return the condition on files that are the scan of a decision."""
    return Q(Exists(rows.filter(scan_id=OuterRef("pk"))))


def list_reads(file_id: UUID) -> list[Read]:
    """Return the access-log entries for a scan in a restricted thread."""
    rows = Decision.objects.filter(scan_id=file_id).select_related("thread")
    return [read for row in rows for read in list_decision_reads(row)]


register_holder(
    "dialogue.paper_scans",
    seen=lambda actor: is_scan_of_q(DecisionPolicy().visible_to(actor)),
    held=lambda: is_scan_of_q(Decision.objects.all()),
    reads=list_reads,
)
