"""Who leads, and who has to wait before they speak, where not everybody may at any time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.facilitation.models import FloorChange, FloorStep
from dialogue.threads.models import Thread
from groups.models import InitiativeGroup, Mandate, Role
from groups.selectors import mandate_for, seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid


def lift(actor: Actor, thread: Thread) -> None:
    """End the pause and the pace of a thread that is held, with their steps; whoever calls saves it."""
    if thread.locked_at is not None:
        thread.locked_at, thread.lock_reason = None, ""
        write_step(actor, thread, FloorChange.UNLOCKED)
    if thread.slow_seconds:
        thread.slow_seconds = 0
        write_step(actor, thread, FloorChange.SLOWED, seconds=0)


def leader(group: InitiativeGroup, mandate_id: UUID) -> Mandate:
    """The mandate that is to lead a thread: a seat in the group that may speak. Raises Invalid."""
    mandate = Mandate.objects.filter(pk=mandate_id).first()
    seats = seats_of(mandate.person_id, group.pk) if mandate is not None else []
    if mandate is None or not any(
        seat.mandate.pk == mandate_id and seat.role != Role.OBSERVER for seat in seats
    ):
        words = _("This person does not speak in the group, so they cannot lead here.")
        raise Invalid.field("/facilitator", "not_in_group", words)
    return mandate


def write_step(actor: Actor, thread: Thread, what: FloorChange, **facts: Any) -> FloorStep:
    """A line of the record of who speaks and leads; `facts` are its `reason`, `seconds` or `successor`."""
    mandate = mandate_for(actor, thread.group_id)
    return FloorStep.objects.create(
        thread=thread, what=what, person_id=actor.person_id, mandate=mandate, at=now(), **facts
    )


LATEST = ("-at", "-id")


def steps_of(thread: Thread) -> QuerySet[FloorStep]:
    """What was decided about who speaks, the latest first."""
    rows = FloorStep.objects.filter(thread=thread).order_by(*LATEST)
    voices = ("mandate__organisation", "mandate__person", "successor__organisation", "successor__person")
    return rows.select_related("person", *voices)
