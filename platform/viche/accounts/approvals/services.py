"""Services of two-person approvals: request, decide, withdraw and expire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
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
"""Time after which a person's pending request lapses. Requests of the system do not lapse."""


@service(Reason.STEP)
def request_approval(
    *, actor: Actor, kind: str, payload: Mapping[str, Any], subject_id: UUID | None = None
) -> Approval:
    """Request a step that a second person must confirm. The people who may decide are notified.

    `payload` is JSON. With `subject_id`, at most one request per subject may be pending. The caller checks
    that the actor may take the step. Raises Conflict when a request for the subject is pending.
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
    """Confirm another person's request, and carry out its step.

    Raises NotFound, Forbidden, Conflict when the requester has lost the right to the step, and the errors of
    the step itself.
    """
    approval = load(ApprovalPolicy(), actor, approval_id, ApprovalAction.CONFIRM, lock=True)
    _set_decision(actor, approval, ApprovalState.CONFIRMED, ApprovalConfirmed)
    _carry_out(actor, approval)
    return approval


@service(ApprovalAction.DECLINE)
def decline_approval(*, actor: Actor, approval_id: UUID, note: str) -> Approval:
    """Decline another person's request, with a reason.

    Raises NotFound, Forbidden, Invalid for a blank reason.
    """
    approval = load(ApprovalPolicy(), actor, approval_id, ApprovalAction.DECLINE, lock=True)
    if is_blank(note):
        raise Invalid.field("/note", "blank", _("Say why."))
    _set_decision(actor, approval, ApprovalState.DECLINED, ApprovalDeclined, note)
    return approval


@service(ApprovalAction.WITHDRAW)
def withdraw_approval(*, actor: Actor, approval_id: UUID) -> Approval:
    """Withdraw the actor's own pending request. Raises NotFound, Forbidden."""
    approval = load(ApprovalPolicy(), actor, approval_id, ApprovalAction.WITHDRAW, lock=True)
    _set_decision(actor, approval, ApprovalState.WITHDRAWN, ApprovalWithdrawn)
    return approval


@service(ApprovalAction.RENEW)
def renew_approval(*, actor: Actor, approval_id: UUID) -> Approval:
    """Repeat a declined request with the same requester and input. The people who may decide are notified.

    Raises NotFound, and Forbidden for a request that was not declined or was repeated already.
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
    """Decide a pending request by a command on the server, for cases in which no second person exists.

    The service does not check that there is none. All office holders are notified. Raises NotFound, Invalid
    at /reason, and the errors of `confirm_approval`.
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
    """Withdraw the pending requests whose payload contains `payload`, because their subject has ended."""
    waiting = Approval.objects.filter(kind=kind, payload__contains=dict(payload), state=ApprovalState.PENDING)
    for approval in waiting.order_by("pk").select_for_update(of=("self",), no_key=True):
        _set_decision(actor, approval, ApprovalState.WITHDRAWN, ApprovalWithdrawn)


@service(Reason.STEP)
def cancel_approvals_about(*, actor: Actor, person_id: UUID) -> None:
    """Withdraw the pending requests of people about a person, because the person's name has changed.

    Call it before locking the person: a confirmation locks the request first, then the person.
    """
    about = Q()
    for name in ("person", "person_id", "deputy_id"):
        about |= Q(**{f"payload__{name}": str(person_id)})
    waiting = Approval.objects.filter(about, state=ApprovalState.PENDING, requested_by__isnull=False)
    for approval in waiting.order_by("pk").select_for_update(of=("self",), no_key=True):
        _set_decision(actor, approval, ApprovalState.WITHDRAWN, ApprovalWithdrawn)


@service(Reason.SYSTEM)
def lapse_approvals(*, actor: Actor) -> int:
    """Expire requests of people that were pending for `TERM`; return their number.

    The requesters are notified.
    """
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
    """Close a pending request. The event is sent to everybody who could have decided it."""
    deciders = tuple(sorted(deciders_of(approval)))
    approval.state, approval.note = state, note.strip()
    approval.decided_by_id, approval.decided_at = actor.person_id, now()
    approval.save(update_fields=["state", "note", "decided_by", "decided_at"])
    record(actor, _build_event(fact, approval, deciders))


def _carry_out(actor: Actor, approval: Approval) -> None:
    """Carry out the step as the requester, whose rights are checked again.

    Raises Conflict when the requester has lost the right or the object no longer exists.
    """
    requester = actor if approval.requested_by_id is None else Actor.for_person(approval.requested_by_id)
    try:
        KINDS[approval.kind].carry_out(requester, approval)
    except (Forbidden, NotFound) as error:
        raise Conflict(
            "requester_lost_right",
            _("The person who requested this can no longer do it, or it no longer exists."),
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
