"""The next step that an action item expects from an actor, for one item and as a list condition."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, ExpressionWrapper, Q, Value

from tasks.items.access import ActorItemAccess
from tasks.items.date_filters import get_local_today
from tasks.items.models import ActionItem
from tasks.items.states import OPEN_STATES, UNFINISHED_STATES, State
from tasks.items.workflow import RECORDERS, ItemRole
from tasks.reminders.models import ADVANCE_NOTICE

WORKING_STATES = frozenset({State.ACCEPTED, State.IN_PROGRESS})
OVERDUE_STATES = UNFINISHED_STATES - {State.PROPOSED}


def find_next_step_kind(item: ActionItem, parts: frozenset[ItemRole], day: date) -> str | None:
    """Return the step that an item expects from an actor with these roles.

    One of accept, returned (with a comment), verify, overdue, work (due soon), help (was asked for), or None.
    """
    if item.state == State.DONE and ItemRole.VERIFIER in parts:
        return "verify"
    if ItemRole.OWNER in parts and (step := _find_owner_step(item, day)) is not None:
        return step
    is_asked = item.help_remark_id is not None and item.state in OPEN_STATES
    return "help" if is_asked and not parts.isdisjoint(RECORDERS) else None


def _find_owner_step(item: ActionItem, day: date) -> str | None:
    if item.state == State.PROPOSED:
        return "accept"
    if item.returned_at is not None:
        return "returned"
    if item.state in OVERDUE_STATES and item.due_on < day:
        return "overdue"
    return "work" if item.state in WORKING_STATES and item.due_on <= day + ADVANCE_NOTICE else None


def awaiting_actor_q(stance: ActorItemAccess) -> Q:
    """Return the condition on items that expect a step of the actor.

    Agrees with `find_next_step_kind`.
    """
    soon = ExpressionWrapper(get_local_today() + Value(ADVANCE_NOTICE.days), DateField())
    wanted_of_owner = (
        Q(state=State.PROPOSED)
        | Q(returned_at__isnull=False)
        | Q(state__in=OVERDUE_STATES, due_on__lt=get_local_today())
        | Q(state__in=WORKING_STATES, due_on__lte=soon)
    )
    return (
        (stance.works_on_q() & wanted_of_owner)
        | (stance.could_verify_q() & Q(state=State.DONE))
        | (stance.records_q() & Q(help_remark__isnull=False, state__in=OPEN_STATES))
    )
