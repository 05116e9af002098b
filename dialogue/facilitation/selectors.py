"""Helpers of facilitation: eligible facilitators, posting restrictions and the facilitation log."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.facilitation.models import FloorChange, FloorStep
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from groups.models import InitiativeGroup, Mandate, Role
from groups.selectors import get_mandate_in_group, list_seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid


def clear_posting_restrictions(actor: Actor, thread: Thread) -> None:
    """End the lock and the slow mode of a locked row, and log it; the caller saves the thread."""
    if thread.locked_at is not None:
        thread.locked_at, thread.lock_reason = None, ""
        log_facilitation_step(actor, thread, FloorChange.UNLOCKED)
    if thread.slow_seconds:
        thread.slow_seconds = 0
        log_facilitation_step(actor, thread, FloorChange.SLOWED, seconds=0)


def get_eligible_facilitator(group: InitiativeGroup, mandate_id: UUID) -> Mandate:
    """Return a mandate that may facilitate: its seat in the group may post. Raises Invalid."""
    mandate = Mandate.objects.filter(pk=mandate_id).first()
    seats = list_seats_of(mandate.person_id, group.pk) if mandate is not None else []
    if mandate is None or not any(
        seat.mandate.pk == mandate_id and seat.role != Role.OBSERVER for seat in seats
    ):
        words = _("This person does not speak in the group, so they cannot lead here.")
        raise Invalid.field("/facilitator", "not_in_group", words)
    return mandate


def log_facilitation_step(actor: Actor, thread: Thread, what: FloorChange, **facts: Any) -> FloorStep:
    """Add an entry to the facilitation log; `facts` are its `reason`, `seconds` or `successor`."""
    mandate = get_mandate_in_group(actor, thread.group_id)
    return FloorStep.objects.create(
        thread=thread, what=what, person_id=actor.person_id, mandate=mandate, at=now(), **facts
    )


LATEST_FIRST = ("-at", "-id")


def steps_of(thread: Thread) -> QuerySet[FloorStep]:
    """Return the facilitation steps of a thread, the latest first."""
    rows = FloorStep.objects.filter(thread=thread).order_by(*LATEST_FIRST)
    voices = ("mandate__organisation", "mandate__person", "successor__organisation", "successor__person")
    return rows.select_related("person", *voices)


def list_valid_handovers(actor: Actor, ids: Collection[UUID]) -> QuerySet[FloorStep]:
    """Return the handovers of visible threads that still have the facilitator named then."""
    rows = FloorStep.objects.filter(pk__in=ids, successor=F("thread__facilitator"))
    rows = rows.filter(thread__in=ThreadPolicy().visible_to(actor))
    return rows.select_related("thread__group", "person")
