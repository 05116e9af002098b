"""Move a decision: open it, count it, withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from dialogue.common.dates import convert_to_utc
from dialogue.common.text_validation import validate_text
from dialogue.decisions.close_steps import CLOSE_STEPS
from dialogue.decisions.events import (
    DecisionReminderDue,
    DecisionReviewDue,
    DecisionWithdrawn,
    record_decision,
)
from dialogue.decisions.lifecycle import STEPS, Step
from dialogue.decisions.loaders import lock_decision
from dialogue.decisions.models import (
    REASON_LENGTH,
    Ballot,
    Decision,
    DecisionState,
    DecisionTerm,
    TermKind,
)
from dialogue.decisions.policies import Action
from dialogue.decisions.services.opening import lock_group_of, open_locked_decision
from dialogue.decisions.services.results import count_decision
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.services import Reason, service
from viche.kernel.versions import check_version, save_new_version

REVIEW_TIME = time(9)
"""Time of day at which a review day begins, in the group's time zone."""
ACTIONS = {"open": Action.OPEN, "closed": Action.CLOSE, "withdrawn": Action.WITHDRAW}


@service(Action.OPEN, Action.CLOSE, Action.WITHDRAW)
def transition_decision(
    *,
    actor: Actor,
    decision_id: UUID,
    to: str,
    expected_version: int,
    closes_at: datetime | None = None,
    reason: str = "",
) -> Decision:
    """Open a draft (`closes_at` changes its close), close it before its time, or withdraw it for a reason.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict: see `open_locked_decision` and
    `count_decision`.
    """
    action = ACTIONS[to]
    if action == Action.OPEN:
        lock_group_of(decision_id)
    row = lock_decision(actor, decision_id, action)
    check_version(row, expected_version)
    if action == Action.OPEN:
        row.closes_at = closes_at or row.closes_at
        open_locked_decision(actor, row)
    elif action == Action.CLOSE:
        _close(actor, row, by_hand=True)
    else:
        _withdraw(actor, row, reason)
    return row


def _close(actor: Actor, row: Decision, *, by_hand: bool) -> None:
    for prepare in CLOSE_STEPS:
        prepare(row, by_hand)
    count_decision(actor, row)


def _withdraw(actor: Actor, row: Decision, reason: str) -> None:
    reason = validate_text("/reason", reason, REASON_LENGTH)
    actor = check_disclosure(actor, {"/reason": reason})
    row.state, row.closed_at, row.withdrawn_reason = STEPS[Step.WITHDRAW].target, now(), reason
    Ballot.objects.filter(decision=row).delete()
    save_new_version(row, "state", "closed_at", "withdrawn_reason")
    record_decision(actor, DecisionWithdrawn, row)


@service(Reason.SYSTEM)
def run_due_decision_terms(*, actor: Actor, rows: Sequence[DecisionTerm]) -> None:
    """Count decisions whose time is over, and record reminders and review days that are due.

    What a change has overtaken is skipped.
    """
    terms = DecisionTerm.objects.filter(pk__in=[row.pk for row in rows]).order_by("decision_id", "due_at")
    for term in terms:
        locked = Decision.objects.select_for_update(of=("self",), no_key=True)
        row = locked.select_related("group", "thread__group").get(pk=term.decision_id)
        if term.kind == TermKind.CLOSE and row.is_open and row.is_over:
            _close(actor, row, by_hand=False)
        elif term.kind == TermKind.REMIND and row.is_open and row.group.is_working:
            record_decision(actor, DecisionReminderDue, row)
        elif term.kind == TermKind.REVIEW and _is_review_due(row, term.due_at):
            record_decision(actor, DecisionReviewDue, row)


def _is_review_due(row: Decision, due_at: datetime) -> bool:
    """Return whether the review day of an adopted decision is the one of this term."""
    return (
        row.state == DecisionState.ADOPTED
        and row.review_on is not None
        and convert_to_utc(row.review_on, REVIEW_TIME, row.group.time_zone) == due_at
    )
