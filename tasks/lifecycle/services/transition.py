"""Take an action item from state to state. What each step needs is said in tasks.items.workflow."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _
from psycopg.errors import CheckViolation

from groups.models import Mandate
from tasks.dependencies.services import tell_who_waited
from tasks.items import events as items_events
from tasks.items.access import Stance
from tasks.items.loaders import hold_register, lock_step, person_of, place_of, speaks_through, write_remark
from tasks.items.models import ActionItem
from tasks.items.policies import NOT_ANOTHER
from tasks.items.states import OPEN, OVER, State
from tasks.items.triggers import VERIFIED_NOT_BY_AFFILIATE
from tasks.items.workflow import TRANSITIONS, Action, Need, Transition
from tasks.lifecycle.services.create import make_following
from tasks.reminders.schedule import plan_reminders
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.services import service

MOST_REPLACED = 50

FACTS: dict[Action, type[items_events.ActionMoved]] = {
    Action.ACCEPT: items_events.ActionAccepted,
    Action.DECLINE: items_events.ActionDeclined,
    Action.START: items_events.ActionStarted,
    Action.BLOCK: items_events.ActionBlocked,
    Action.COMPLETE: items_events.ActionCompleted,
    Action.VERIFY: items_events.ActionVerified,
    Action.CLOSE: items_events.ActionClosed,
    Action.RETURN: items_events.ActionReturned,
    Action.CANCEL: items_events.ActionCancelled,
}


@service(*FACTS, Action.LOG)
def move_action_item(
    *,
    actor: Actor,
    action_id: UUID,
    to: str,
    expected_version: int,
    reason: str = "",
    mandate_id: UUID | None = None,
    superseded_by_id: UUID | None = None,
    logged: bool = False,
) -> ActionItem:
    """Take one step.

    `to` names it (a key of TRANSITIONS); `mandate_id` is the seat through which it is taken.
    `superseded_by_id` says what is done instead of an item that is cancelled. `logged`: who leads writes down
    what the owner told them, and in `reason` who said what.

    Raises NotFound, Forbidden (not the right person, or not the state for it), Stale, Invalid without a
    needed reason, Conflict without evidence.
    """
    step = _step(to)
    if step.ends:
        hold_register(action_id)
    item, stance = lock_step(actor, action_id, step.action, expected_version, logged=logged)
    mandate = speaks_through(stance, item, Action.LOG if logged else step.action, mandate_id)
    _check_evidence(item, step)
    wants_words = logged or Need.REASON in step.needs or bool(reason.strip())
    remark = write_remark(actor, item, mandate, reason, "/reason") if wants_words else None
    if superseded_by_id is not None:
        item.superseded_by = _instead(stance, item, step, superseded_by_id)
    before = item.state
    _enter(item, step, actor, mandate)
    # The reason of a step back stays in sight while the work goes on.
    item.state_remark = remark
    item.version += 1
    _save(item)
    plan_reminders(item)
    moved = FACTS[step.action](
        **place_of(item),
        before=before,
        after=item.state,
        mandate_id=mandate.pk if mandate else None,
        remark_id=remark.pk if remark else None,
        link_id=actor.link_id,
        logged=logged,
    )
    record(actor, moved)
    _go_on(actor, item, before, mandate)
    return item


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


def _step(to: str) -> Transition:
    if to not in TRANSITIONS:
        raise Invalid.field("/to", "invalid_choice", _("There is no such step."))
    return TRANSITIONS[to]


def _check_evidence(item: ActionItem, step: Transition) -> None:
    if Need.EVIDENCE in step.needs and not item.evidence_count:
        raise Conflict(
            "evidence_required", _("Add evidence first: show how everybody can know that it is done.")
        )


def _go_on(actor: Actor, item: ActionItem, before: str, mandate: Mandate | None) -> None:
    """What the end of an item brings: others need not wait for it any more, and it may come again."""
    if item.state in OVER and before not in OVER:
        tell_who_waited(actor=actor, item=item)
    if item.state == State.CLOSED and item.recurrence:
        make_following(actor=actor, item=item, mandate=mandate)


def _instead(stance: Stance, item: ActionItem, step: Transition, other_id: UUID) -> ActionItem:
    """Another item of the same register that the actor sees. Raises Invalid."""
    if step.after != State.CANCELLED:
        raise Invalid.field(
            "/superseded_by", "not_cancelled", _("Only what is cancelled is replaced by another item.")
        )
    other = ActionItem.objects.select_related("group", "thread").filter(pk=other_id).first()
    if other is None or other.pk == item.pk or not stance.sees(other):
        raise Invalid.field("/superseded_by", "unknown", _("There is no such action item."))
    if ActionItem.objects.filter(superseded_by=other).count() >= MOST_REPLACED:
        raise Invalid.field("/superseded_by", "too_many", _("It is done instead of 50 others already."))
    if other.register_id != item.register_id:
        raise Invalid.field("/superseded_by", "elsewhere", _("This item belongs to another register."))
    return other


def _enter(item: ActionItem, step: Transition, actor: Actor, mandate: Mandate | None) -> None:
    item.state, item.state_since = step.after, now()
    if step.after not in OPEN:
        item.help_remark = None
    if step.action == Action.ACCEPT:
        item.accepted_at = item.state_since
    if step.action == Action.COMPLETE:
        item.done_at = now()
    if step.action == Action.RETURN:
        item.done_at = None
    if step.after == State.VERIFIED and mandate is not None:
        item.verified_at, item.verified_by_id = now(), person_of(actor)
        item.verified_through, item.verified_for = mandate, mandate.organisation
