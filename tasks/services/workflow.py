"""Take an action item from state to state. What each step needs is said in tasks.workflow."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import Mandate
from tasks import events
from tasks.facts import lock_item, person_of, place_of, speaks_through, write_remark
from tasks.models import ActionItem, State
from tasks.planning import plan_reminders
from tasks.workflow import TRANSITIONS, Action, Need, Transition
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.services import service

FACTS: dict[Action, type[events.ActionMoved]] = {
    Action.ACCEPT: events.ActionAccepted,
    Action.DECLINE: events.ActionDeclined,
    Action.START: events.ActionStarted,
    Action.BLOCK: events.ActionBlocked,
    Action.COMPLETE: events.ActionCompleted,
    Action.VERIFY: events.ActionVerified,
    Action.RETURN: events.ActionReturned,
    Action.CANCEL: events.ActionCancelled,
}


@service(*FACTS)
def move_action_item(
    *,
    actor: Actor,
    action_id: UUID,
    to: str,
    expected_version: int,
    reason: str = "",
    mandate_id: UUID | None = None,
) -> ActionItem:
    """Take one step.

    `to` names it (a key of TRANSITIONS); `mandate_id` is the seat through which it is taken.

    Raises NotFound, Forbidden (not the right person, or not the state for it), Stale, Invalid without a
    needed reason, Conflict without evidence.
    """
    step = TRANSITIONS.get(to)
    if step is None:
        raise Invalid.field("/to", "invalid_choice", _("There is no such step."))
    item, stance = lock_item(actor, action_id, step.action, expected_version)
    mandate = speaks_through(stance, item, step.action, mandate_id)
    if Need.EVIDENCE in step.needs and not item.evidence_count:
        raise Conflict(
            "evidence_required", _("Add evidence first: show how everybody can know that it is done.")
        )
    wants_words = Need.REASON in step.needs or bool(reason.strip())
    remark = write_remark(actor, item, mandate, reason, "/reason") if wants_words else None
    before = item.state
    _enter(item, step, actor, mandate)
    # The reason of a step back stays in sight while the work goes on.
    item.state_remark = remark
    item.version += 1
    item.save()
    plan_reminders(item)
    record(
        actor,
        FACTS[step.action](
            **place_of(item),
            before=before,
            after=item.state,
            mandate_id=mandate.pk if mandate else None,
            remark_id=remark.pk if remark else None,
        ),
    )
    return item


def _enter(item: ActionItem, step: Transition, actor: Actor, mandate: Mandate | None) -> None:
    item.state, item.state_since = step.after, now()
    if step.action == Action.COMPLETE:
        item.done_at = now()
    if step.action == Action.RETURN:
        item.done_at = None
    if step.after == State.VERIFIED and mandate is not None:
        item.verified_at, item.verified_by_id = now(), person_of(actor)
        item.verified_through, item.verified_for = mandate, mandate.organisation
