"""Request and decide steps that need two people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.events import (
    ApprovalConfirmed,
    ApprovalDecidedOnServer,
    ApprovalDeclined,
    ApprovalFact,
    ApprovalLapsed,
    ApprovalRequested,
    ApprovalWithdrawn,
)
from viche.accounts.approvals.kinds import KINDS, deciders_of
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.policies import ApprovalAction, ApprovalPolicy
from viche.accounts.reasons import validate_reason
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.text import is_blank

TERM = timedelta(days=30)
"""For how long a request of a person waits. What the product itself asks waits while its subject exists."""


@service(Reason.STEP)
def request_approval(
    *, actor: Actor, kind: str, payload: Mapping[str, Any], subject_id: UUID | None = None
) -> Approval:
    """Request a step that a second person has to confirm. The deciders are notified.

    `payload` is JSON. With `subject_id`, at most one request per subject may be pending. The caller has
    checked that the actor may take the step itself. Raises Conflict for a subject with a pending request.
    """
    waiting = Approval.objects.filter(kind=kind, state=ApprovalState.PENDING)
    if subject_id is not None and waiting.filter(subject_id=subject_id).exists():
        raise Conflict("requested_already", _("This waits for a second person already."))
    approval = Approval.objects.create(
        kind=KINDS[kind].name, payload=dict(payload), subject_id=subject_id, requested_by_id=actor.person_id
    )
    record(actor, _build_event(ApprovalRequested, approval))
    return approval


@service(ApprovalAction.CONFIRM)
def confirm_approval(*, actor: Actor, approval_id: UUID) -> Approval:
    """Confirm a step that another person requested, and carry it out.

    Raises NotFound, Forbidden, Conflict where the requester has lost the right to it, and whatever the step
    itself raises now.
    """
    approval = load(ApprovalPolicy(), actor, approval_id, ApprovalAction.CONFIRM, lock=True)
    _set_decision(actor, approval, ApprovalState.CONFIRMED, ApprovalConfirmed)
    _carry_out(actor, approval)
    return approval


@service(ApprovalAction.DECLINE)
def decline_approval(*, actor: Actor, approval_id: UUID, note: str) -> Approval:
    """Decline a step that another person requested, with a reason.

    Raises NotFound, Forbidden, Invalid.
    """
    approval = load(ApprovalPolicy(), actor, approval_id, ApprovalAction.DECLINE, lock=True)
    if is_blank(note):
        raise Invalid.field("/note", "blank", _("Say why."))
    _set_decision(actor, approval, ApprovalState.DECLINED, ApprovalDeclined, note)
    return approval


@service(ApprovalAction.WITHDRAW)
def withdraw_approval(*, actor: Actor, approval_id: UUID) -> Approval:
    """Withdraw one's own pending request. Raises NotFound, Forbidden."""
    approval = load(ApprovalPolicy(), actor, approval_id, ApprovalAction.WITHDRAW, lock=True)
    _set_decision(actor, approval, ApprovalState.WITHDRAWN, ApprovalWithdrawn)
    return approval


@service(ApprovalAction.RENEW)
def renew_approval(*, actor: Actor, approval_id: UUID) -> Approval:
    """Request again what was declined, as it was requested. Those who may decide it are told.

    Raises NotFound, Forbidden, also for what waits or was decided again since.
    """
    declined = load(ApprovalPolicy(), actor, approval_id, ApprovalAction.RENEW, lock=True)
    approval = Approval.objects.create(
        kind=declined.kind,
        payload=declined.payload,
        subject_id=declined.subject_id,
        requested_by=declined.requested_by,
    )
    record(actor, _build_event(ApprovalRequested, approval))
    return approval


@service(Reason.SYSTEM)
def decide_on_server(*, actor: Actor, approval_id: UUID, confirm: bool, reason: str) -> Approval:
    """Decide in place of a second person who does not exist, and notify all office holders.

    Raises NotFound, Invalid at /reason, and what `confirm_approval` raises.
    """
    waiting = Approval.objects.filter(pk=approval_id, state=ApprovalState.PENDING)
    approval = waiting.select_for_update(of=("self",), no_key=True).first()
    if approval is None:
        raise NotFound
    clean = validate_reason(reason)
    state = ApprovalState.CONFIRMED if confirm else ApprovalState.DECLINED
    _set_decision(actor, approval, state, ApprovalDecidedOnServer, clean)
    if confirm:
        _carry_out(actor, approval)
    return approval


@service(Reason.STEP)
def cancel_approvals(*, actor: Actor, kind: str, payload: Mapping[str, Any]) -> None:
    """Withdraw pending requests whose payload contains all of this, because their subject is gone."""
    waiting = Approval.objects.filter(kind=kind, payload__contains=dict(payload), state=ApprovalState.PENDING)
    for approval in waiting.order_by("pk").select_for_update(of=("self",), no_key=True):
        _set_decision(actor, approval, ApprovalState.WITHDRAWN, ApprovalWithdrawn)


@service(Reason.SYSTEM)
def lapse_approvals(*, actor: Actor) -> int:
    """Let requests of people lapse that nobody decided in `TERM`; return how many. Requesters are told."""
    waiting = Approval.objects.filter(
        state=ApprovalState.PENDING, requested_by__isnull=False, requested_at__lte=now() - TERM
    )
    rows = list(waiting.order_by("pk").select_for_update(of=("self",), no_key=True, skip_locked=True))
    for approval in rows:
        _set_decision(actor, approval, ApprovalState.LAPSED, ApprovalLapsed)
    return len(rows)


def _set_decision(
    actor: Actor, approval: Approval, state: ApprovalState, fact: type[ApprovalFact], note: str = ""
) -> None:
    """End the wait. Open pages of everybody who could have decided hear of it."""
    deciders = tuple(sorted(deciders_of(approval)))
    approval.state, approval.note = state, note.strip()
    approval.decided_by_id, approval.decided_at = actor.person_id, now()
    approval.save(update_fields=["state", "note", "decided_by", "decided_at"])
    record(actor, _build_event(fact, approval, deciders))


def _carry_out(actor: Actor, approval: Approval) -> None:
    """Carry out the step as the requester, whose rights are checked again."""
    requester = actor if approval.requested_by_id is None else Actor.for_person(approval.requested_by_id)
    try:
        KINDS[approval.kind].carry_out(requester, approval)
    except (Forbidden, NotFound) as error:
        raise Conflict(
            "requester_lost_right", _("Who requested this may not do it any more, or it is gone.")
        ) from error


def _build_event(
    kind: type[ApprovalFact], approval: Approval, deciders: tuple[UUID, ...] = ()
) -> ApprovalFact:
    return kind(
        approval_id=approval.pk,
        approval_kind=approval.kind,
        person_id=approval.requested_by_id,
        decider_ids=deciders,
    )
