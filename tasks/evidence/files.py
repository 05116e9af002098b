"""Files of this room: evidence is read by whoever reads its action item."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tasks.evidence.models import Evidence
from tasks.items.access_log import KIND
from tasks.items.selectors import evidence_seen_by, restricted_items_with
from viche.files.registry import holder
from viche.kernel.actor import Actor
from viche.kernel.reads import Read


def seen(actor: Actor) -> Q:
    """The condition on files that are evidence of an item that `actor` reads."""
    return _file_of(evidence_seen_by(actor))


def held() -> Q:
    """The same of any item at all."""
    return _file_of(Evidence.objects.all())


def _file_of(evidence: QuerySet[Evidence]) -> Q:
    return Q(Exists(evidence.filter(file_id=OuterRef("pk"))))


def reads(file_id: UUID) -> list[Read]:
    """The items that are not for their whole group and have the file as evidence."""
    return [Read(KIND, pk) for pk in restricted_items_with(file_id)]


holder("tasks.evidence", seen=seen, held=held, reads=reads)
