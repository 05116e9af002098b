"""Who leads, and who has to wait before they speak, where not everybody may at any time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.locks import too_soon
from dialogue.models import FloorChange, FloorStep, Message, Thread, ThreadReading
from dialogue.rounds import running_in
from groups.models import InitiativeGroup, Mandate, Role
from groups.selectors import mandate_for, seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import DomainError, Invalid


def is_kept(thread: Thread) -> bool:
    """Whether messages are weighed one after the other, since one may keep the next from being said."""
    return thread.slow_seconds > 0 or thread.round_id is not None


class Floor:
    """Several new messages of one thread, in their order: which of them may be said now.

    The thread is held until the end of the unit: nobody speaks between this look and what is written.
    `refused` are those that may not be said yet, each with its refusal; None for what was stored under its
    name meanwhile.
    """

    def __init__(self, thread: Thread, messages: Mapping[int, Message]) -> None:
        hold = Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk=thread.pk)
        hold.values_list("pk").first()
        self._thread, self._round = thread, running_in(thread)
        self._spoke = _last_spoken(thread, {one.author_id for one in messages.values() if not one.leads})
        found = {nth: refusal for nth, one in messages.items() if (refusal := self._refusal(one)) is not None}
        stored = _stored_of({nth: messages[nth] for nth in found})
        self.refused: dict[int, DomainError | None] = {**found, **dict.fromkeys(stored)}

    def keep(self, said: Collection[Message]) -> None:
        """Write down what follows from what was stored."""
        if self._round is not None:
            self._round.keep(said)

    def _refusal(self, message: Message) -> DomainError | None:
        waits = 0 if message.leads else _seconds_left(self._thread, self._spoke.get(message.author_id))
        if waits > 0:
            return too_soon(waits)
        refusal = self._round.refusal(message) if self._round is not None else None
        if refusal is None:
            self._spoke[message.author_id] = now()
        return refusal


def _stored_of(messages: Mapping[int, Message]) -> list[int]:
    if not messages:
        return []
    names = {(one.author_id, one.client_id): nth for nth, one in messages.items()}
    stored = Message.objects.filter(
        author__in=[one[0] for one in names], client_id__in=[one[1] for one in names]
    )
    return [names[one] for one in stored.values_list("author", "client_id") if one in names]


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


def _last_spoken(thread: Thread, people: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = ThreadReading.objects.filter(thread=thread, person__in=people)
    return {person: at for person, at in rows.values_list("person", "spoke_at") if at is not None}


def _seconds_left(thread: Thread, spoke_at: datetime | None) -> int:
    if spoke_at is None:
        return 0
    return ceil((spoke_at + timedelta(seconds=thread.slow_seconds) - now()).total_seconds())
