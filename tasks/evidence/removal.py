"""Withdraw, hide and restore evidence of an action item."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.evidence.events import EvidenceHidden, EvidenceRestored, EvidenceWithdrawn
from tasks.evidence.models import Evidence, present_evidence_q
from tasks.evidence.policies import EvidenceAction, EvidenceAuthority, EvidencePolicy
from tasks.evidence.selectors import find_last_author_id
from tasks.items.access import ActorItemAccess
from tasks.items.loaders import event_fields_of, find_acting_mandate, write_remark
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.policy import check_scopes
from viche.kernel.services import service


@service(EvidenceAction.WITHDRAW)
def withdraw_evidence(*, actor: Actor, evidence_id: UUID) -> None:
    """Withdraw a piece of evidence of one's own: its content is deleted, its number stays.

    Its file is attached to nothing any more, and deleted in some days. Raises NotFound, and Forbidden for
    evidence of another author, after 15 minutes, or when no evidence is added any more.
    """
    piece = _lock_evidence(actor, evidence_id, EvidenceAction.WITHDRAW)
    piece.title = piece.note = piece.url = ""
    piece.file_id, piece.withdrawn_at = None, now()
    piece.save(update_fields=["title", "note", "url", "file_id", "withdrawn_at"])
    _update_item(piece.action, removed=1)
    fields = _event_fields_of(piece, piece.added_through_id)
    record(actor, EvidenceWithdrawn(**fields, link_id=actor.link_id))


@service(EvidenceAction.HIDE)
def hide_evidence(*, actor: Actor, evidence_id: UUID, reason: str) -> None:
    """Hide a piece of evidence from all readers, as a facilitator or as the data protection officer.

    It counts as no evidence any more, also for work that was verified. Raises NotFound, Forbidden, Invalid.
    """
    piece = _lock_evidence(actor, evidence_id, EvidenceAction.HIDE)
    authority = EvidenceAuthority.of(actor)
    as_officer = not authority.get_for(piece.action).is_facilitator
    mandate = None if as_officer else find_acting_mandate(authority.access, piece.action, Action.TAKE_BACK)
    piece.hidden_remark = write_remark(actor, piece.action, mandate, reason, "/reason")
    piece.hidden_by_officer = as_officer
    piece.save(update_fields=["hidden_remark", "hidden_by_officer"])
    _update_item(piece.action, removed=1)
    fields = _event_fields_of(piece, mandate.pk if mandate else None)
    record(actor, EvidenceHidden(**fields, remark_id=piece.hidden_remark.pk, officer=as_officer))


@service(EvidenceAction.RESTORE)
def restore_evidence(*, actor: Actor, evidence_id: UUID) -> None:
    """Show a hidden piece of evidence again.

    Raises NotFound, Forbidden, and Conflict when the person who verified the item would become the author of
    its last evidence.
    """
    piece = _lock_evidence(actor, evidence_id, EvidenceAction.RESTORE)
    _check_not_last_of_verifier(piece)
    as_officer, access = piece.hidden_by_officer, ActorItemAccess.of(actor)
    mandate = None if as_officer else find_acting_mandate(access, piece.action, Action.TAKE_BACK)
    piece.hidden_remark, piece.hidden_by_officer = None, False
    piece.save(update_fields=["hidden_remark", "hidden_by_officer"])
    _update_item(piece.action, removed=-1)
    fields = _event_fields_of(piece, mandate.pk if mandate else None)
    record(actor, EvidenceRestored(**fields, officer=as_officer))


def _lock_evidence(actor: Actor, evidence_id: UUID, action: EvidenceAction) -> Evidence:
    """Lock the item of a piece of evidence, authorise the action, and return the piece.

    All services lock the item before they write its evidence. Raises SignedOut, NotFound, Forbidden.
    """
    if actor.is_unidentified:
        raise SignedOut
    policy = EvidencePolicy()
    check_scopes(actor, *policy.scopes_of(action))
    pieces = Evidence.objects.filter(pk=evidence_id)
    items = ActionItem.objects.select_related("group__territory", "thread")
    item = (
        items.select_for_update(of=("self",), no_key=True).filter(pk__in=pieces.values("action_id")).first()
    )
    piece = policy.visible_to(actor).filter(pk=evidence_id).first()
    if item is None or piece is None:
        raise NotFound
    piece.action = item
    if not policy.can(actor, action, piece):
        raise policy.refusal(actor, action, piece)
    return piece


def _check_not_last_of_verifier(piece: Evidence) -> None:
    """Raise Conflict when a verified item would end in evidence of the person who verified it."""
    if piece.added_by_id is None or piece.added_by_id != piece.action.verified_by_id:
        return
    if not piece.action.evidence.filter(present_evidence_q(), number__gt=piece.number).exists():
        raise Conflict("verified_by_author", _("The person who verified the item added this evidence."))


def _update_item(item: ActionItem, *, removed: int) -> None:
    """Count removed evidence (restored: -1), and bump the version, so that a verifier has seen the change.

    The person who added the last evidence that is left may not verify; a verification that took place stays.
    """
    item.evidence_count -= removed
    item.removed_evidence_count += removed
    if item.verified_by_id is None:
        item.last_evidence_by_id = find_last_author_id(item)
    item.version += 1
    item.save(update_fields=["evidence_count", "removed_evidence_count", "last_evidence_by", "version"])


def _event_fields_of(piece: Evidence, mandate_id: UUID | None) -> dict[str, Any]:
    place = event_fields_of(piece.action)
    return {**place, "evidence_id": piece.pk, "number": piece.number, "mandate_id": mandate_id}
