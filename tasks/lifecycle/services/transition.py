"""Workflow transitions of action items, as defined in `tasks.items.workflow`."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from psycopg.errors import CheckViolation

from groups.models import Mandate
from tasks.dependencies.services import record_blocked_items, record_unblocked_items
from tasks.evidence.selectors import find_last_author_id
from tasks.items import events as items_events
from tasks.items.access import ActorItemAccess
from tasks.items.loaders import (
    event_fields_of,
    find_acting_mandate,
    lock_register,
    lock_step,
    require_person_id,
    write_remark,
)
from tasks.items.models import ActionItem
from tasks.items.policies import NOT_ANOTHER
from tasks.items.states import FINAL_STATES, OPEN_STATES, State
from tasks.items.text_models import Remark
from tasks.items.triggers import VERIFIED_NOT_BY_AFFILIATE
from tasks.items.workflow import WORKFLOW, Action, Step
from tasks.lifecycle.services.create import create_next_occurrence
from tasks.lifecycle.services.unproved import UnprovedCriterion, set_unproved_reasons
from tasks.reminders.schedule import schedule_reminders
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.lifecycle import Requirement
from viche.kernel.models import Event
from viche.kernel.services import service

MAX_SUPERSEDED = 50

EVENT_BY_ACTION: dict[Action, type[items_events.ActionMoved]] = {
    Action.ACCEPT: items_events.ActionAccepted,
    Action.DECLINE: items_events.ActionDeclined,
    Action.START: items_events.ActionStarted,
    Action.BLOCK: items_events.ActionBlocked,
    Action.COMPLETE: items_events.ActionCompleted,
    Action.WITHDRAW_COMPLETION: items_events.CompletionWithdrawn,
    Action.VERIFY: items_events.ActionVerified,
    Action.WITHDRAW_VERIFICATION: items_events.VerificationWithdrawn,
    Action.CLOSE: items_events.ActionClosed,
    Action.RETURN: items_events.ActionReturned,
    Action.CANCEL: items_events.ActionCancelled,
}
WITHDRAWALS = frozenset({Action.WITHDRAW_COMPLETION, Action.WITHDRAW_VERIFICATION})


@service(*EVENT_BY_ACTION, Action.LOG)
def transition_action_item(
    *,
    actor: Actor,
    action_id: UUID,
    to: str,
    expected_version: int,
    reason: str = "",
    mandate_id: UUID | None = None,
    superseded_by_id: UUID | None = None,
    unproved: Sequence[UnprovedCriterion] = (),
    logged: bool = False,
) -> ActionItem:
    """Take one step of the workflow.

    `to` names it, a key of `WORKFLOW.transitions_by_name`; `mandate_id` is the seat by which it is taken.
    `superseded_by_id` is the item that replaces a cancelled one. `unproved` says why criteria have no
    evidence: see `set_unproved_reasons`. `logged`: a facilitator records the step for the owner and says in
    `reason` who reported what.
    Raises NotFound, Forbidden (missing role, or wrong state), Stale, Invalid without a required reason,
    Conflict without evidence.
    """
    step = _get_transition(to)
    if WORKFLOW.ends(step) or WORKFLOW.resumes(step):
        lock_register(action_id)
    item, stance = lock_step(actor, action_id, step.action, expected_version, logged=logged)
    mandate = find_acting_mandate(stance, item, Action.LOG if logged else step.action, mandate_id)
    _check_evidence(item, step)
    wants_words = logged or Requirement.REASON in step.requires or bool(reason.strip())
    remark = write_remark(actor, item, mandate, reason, "/reason") if wants_words else None
    if superseded_by_id is not None:
        item.superseded_by = _get_replacement(stance, item, step, superseded_by_id)
    set_unproved_reasons(actor, item, step, mandate, unproved, logged=logged)
    before = item.state
    _set_state(item, step, actor, mandate, logged=logged)
    _set_remark(item, step, remark)
    item.version += 1
    _save(item)
    schedule_reminders(item)
    moved = EVENT_BY_ACTION[step.action](
        **event_fields_of(item),
        before=before,
        after=item.state,
        mandate_id=mandate.pk if mandate else None,
        remark_id=remark.pk if remark else None,
        link_id=actor.link_id,
        logged=logged,
    )
    record(actor, moved)
    _apply_consequences(actor, item, before, mandate)
    return item


def _set_remark(item: ActionItem, step: Step, remark: Remark | None) -> None:
    # The reason of a return stays visible while the work goes on.
    item.state_remark = remark
    if remark is None and step.action in WITHDRAWALS:
        _restore_former_remark(item, step)


def _save(item: ActionItem) -> None:
    """Write the step. Raises Forbidden where its verifier came to belong to an organisation of the item after
    the policy had looked: the database looks again.
    """
    try:
        item.save()
    except IntegrityError as error:
        cause = error.__cause__
        if not isinstance(cause, CheckViolation) or cause.diag.constraint_name != VERIFIED_NOT_BY_AFFILIATE:
            raise
        raise Forbidden("not_another", NOT_ANOTHER) from error


def _get_transition(to: str) -> Step:
    if to not in WORKFLOW.transitions_by_name:
        raise Invalid.field("/to", "invalid_choice", _("There is no such step."))
    return WORKFLOW.transitions_by_name[to]


def _check_evidence(item: ActionItem, step: Step) -> None:
    if Requirement.EVIDENCE not in step.requires or item.evidence_count:
        return
    if step.action == Action.VERIFY:
        raise Conflict("evidence_required", _("All evidence was withdrawn or hidden: return the item."))
    raise Conflict("evidence_required", _("Add evidence first: show how others can tell that it is done."))


def _apply_consequences(actor: Actor, item: ActionItem, before: str, mandate: Mandate | None) -> None:
    """Apply the consequences of a final state that begins or ends, for waiting items and the recurrence."""
    if item.state in FINAL_STATES and before not in FINAL_STATES:
        record_unblocked_items(actor=actor, item=item)
    if item.state not in FINAL_STATES and before in FINAL_STATES:
        record_blocked_items(actor=actor, item=item)
    if item.state == State.CLOSED and item.recurrence:
        create_next_occurrence(actor=actor, item=item, mandate=mandate)


def _get_replacement(stance: ActorItemAccess, item: ActionItem, step: Step, other_id: UUID) -> ActionItem:
    """Return the replacing item: of the same register, and readable for the actor. Raises Invalid."""
    if step.target != State.CANCELLED:
        raise Invalid.field(
            "/superseded_by", "not_cancelled", _("Only what is cancelled is replaced by another item.")
        )
    other = ActionItem.objects.select_related("group", "thread").filter(pk=other_id).first()
    if other is None or other.pk == item.pk or not stance.can_read(other):
        raise Invalid.field("/superseded_by", "unknown", _("There is no such action item."))
    if ActionItem.objects.filter(superseded_by=other).count() >= MAX_SUPERSEDED:
        raise Invalid.field("/superseded_by", "too_many", _("It is done instead of 50 others already."))
    if other.register_id != item.register_id:
        raise Invalid.field("/superseded_by", "elsewhere", _("This item belongs to another register."))
    return other


def _set_state(item: ActionItem, step: Step, actor: Actor, mandate: Mandate | None, *, logged: bool) -> None:
    item.state, item.state_since = step.target, now()
    item.returned_at = item.state_since if step.action == Action.RETURN else None
    if step.target not in OPEN_STATES:
        item.help_remark = None
    if step.action == Action.ACCEPT:
        item.accepted_at = item.state_since
    if step.action == Action.COMPLETE:
        item.done_at, item.done_logged_by = now(), actor.person_id if logged else None
    if step.target == State.IN_PROGRESS:
        item.done_at = None
    if step.action == Action.WITHDRAW_VERIFICATION:
        item.state_since = item.done_at or item.state_since
        item.verified_at = item.verified_by = item.verified_through = item.verified_for = None
        # Evidence that was hidden meanwhile left the author as they were, for the sake of the verification.
        item.last_evidence_by_id = find_last_author_id(item)
    if step.target == State.VERIFIED and mandate is not None:
        item.verified_at, item.verified_by_id = now(), require_person_id(actor)
        item.verified_through, item.verified_for = mandate, mandate.organisation


def _restore_former_remark(item: ActionItem, step: Step) -> None:
    """Restore the remark that the item had before the step that is withdrawn.

    It is that of the last step that had led to the same state: of an earlier withdrawal only if that gave a
    reason, since it restored a remark itself otherwise. After a return, the item waits for its owner as
    returned again.
    """
    steps = Event.objects.filter(subject_type="action", subject_id=item.pk, data__after=step.target)
    without_reason = Q(kind=EVENT_BY_ACTION[step.action].kind, data__remark_id=None)
    former = steps.exclude(without_reason).order_by("-id").first()
    if former is None:
        return
    remark_id = former.data.get("remark_id")
    item.state_remark = Remark.objects.get(pk=remark_id) if remark_id else None
    if former.kind == items_events.ActionReturned.kind:
        item.returned_at = former.at
