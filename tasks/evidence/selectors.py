"""Queries of evidence for its readers and for officers of data protection."""

from __future__ import annotations

from uuid import UUID

from tasks.evidence.models import Evidence, present_evidence_q
from tasks.evidence.policies import EvidenceAuthority, ItemAuthority
from tasks.items.models import ActionItem
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound, SignedOut


def get_item_for_evidence(actor: Actor, action_id: UUID) -> tuple[ActionItem, ItemAuthority]:
    """Return an item whose evidence the actor may see, and their authority over it.

    They read the item, or are the data protection officer of its territory. Raises SignedOut, NotFound.
    """
    if actor.is_unidentified:
        raise SignedOut
    item = ActionItem.objects.filter(pk=action_id).select_related("group__territory", "thread").first()
    if item is None:
        raise NotFound
    authority = EvidenceAuthority.of(actor).get_for(item)
    if not (authority.can_read or authority.is_officer):
        raise NotFound
    return item, authority


def find_last_author_id(item: ActionItem) -> UUID | None:
    """Return who added the last evidence that is left: None for a guest link, or without evidence."""
    left = Evidence.objects.filter(present_evidence_q(), action=item).order_by("-number")
    return left.values_list("added_by", flat=True).first()
