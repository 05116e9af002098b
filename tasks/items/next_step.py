"""What an action item wants of whom: of an item at hand, and as the condition of a list."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, ExpressionWrapper, Q, Value

from tasks.items.access import Stance
from tasks.items.date_filters import local_day
from tasks.items.models import ActionItem
from tasks.items.states import UNFINISHED, State
from tasks.items.workflow import Part
from tasks.reminders.models import ADVANCE

AT_WORK = frozenset({State.ACCEPTED, State.IN_PROGRESS})
LATE = UNFINISHED - {State.PROPOSED}


def waiting_kind(item: ActionItem, parts: frozenset[Part], day: date) -> str | None:
    """What an item wants of somebody with these parts: accept, verify, overdue, work (due soon), or
    nothing.
    """
    if item.state == State.DONE:
        return "verify" if Part.VERIFIER in parts else None
    if Part.OWNER not in parts:
        return None
    if item.state == State.PROPOSED:
        return "accept"
    if item.state in LATE and item.due_on < day:
        return "overdue"
    return "work" if item.state in AT_WORK and item.due_on <= day + ADVANCE else None


def waits_for(stance: Stance) -> Q:
    """The condition that agrees with `waiting_kind`."""
    soon = ExpressionWrapper(local_day() + Value(ADVANCE.days), DateField())
    wanted_of_owner = (
        Q(state=State.PROPOSED)
        | Q(state__in=LATE, due_on__lt=local_day())
        | Q(state__in=AT_WORK, due_on__lte=soon)
    )
    return (stance.works_on() & wanted_of_owner) | (stance.could_verify() & Q(state=State.DONE))
