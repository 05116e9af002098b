"""Add evidence to an action item."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.evidence.events import EvidenceAdded
from tasks.evidence.models import Evidence, EvidenceKind
from tasks.evidence.validation import validate_content
from tasks.items.loaders import event_fields_of, find_acting_mandate, get_author_id, lock_item
from tasks.items.models import ActionItem, Criterion
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.ADD_EVIDENCE)
def add_evidence(
    *,
    actor: Actor,
    action_id: UUID,
    kind: EvidenceKind,
    title: str,
    note: str = "",
    file_id: UUID | None = None,
    url: str = "",
    criterion_id: UUID | None = None,
    mandate_id: UUID | None = None,
) -> Evidence:
    """Add one piece of evidence, with the next number of its item.

    A file or photo needs a file, a link an address, a document either of them, an indicator its value in the
    note. The file becomes readable together with the evidence: the caller must have checked that it is the
    actor's own upload. `criterion_id` is the criterion that it supports. Raises NotFound, Forbidden, Invalid.
    """
    item, stance = lock_item(actor, action_id, Action.ADD_EVIDENCE, None)
    mandate = find_acting_mandate(stance, item, Action.ADD_EVIDENCE, mandate_id)
    evidence = Evidence(
        action=item,
        number=item.evidence_count + item.removed_evidence_count + 1,
        **validate_content(kind, title, note, file_id, url),
        criterion=_get_criterion(item, criterion_id),
        added_by_id=get_author_id(actor),
        link_id=actor.link_id,
        added_through=mandate,
        added_at=now(),
    )
    evidence.save(force_insert=True)
    item.evidence_count += 1
    item.last_evidence_by_id = evidence.added_by_id
    item.version += 1  # the verifier must have seen this evidence
    item.save(update_fields=["evidence_count", "last_evidence_by", "version"])
    mandate_pk = mandate.pk if mandate else None
    record(
        actor,
        EvidenceAdded(
            **event_fields_of(item), evidence_id=evidence.pk, mandate_id=mandate_pk, link_id=actor.link_id
        ),
    )
    return evidence


def _get_criterion(item: ActionItem, criterion_id: UUID | None) -> Criterion | None:
    if criterion_id is None:
        return None
    criterion = Criterion.objects.filter(action=item, pk=criterion_id).first()
    if criterion is None:
        raise Invalid.field(
            "/criterion", "unknown", _("This criterion belongs to no part of the action item.")
        )
    return criterion
