"""Gate of posting."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from dialogue.messages.models import Message
from dialogue.posting.errors import too_soon
from dialogue.reading.models import ThreadReading
from dialogue.rounds.selectors import running_in
from dialogue.threads.models import Thread
from viche.kernel.clock import now
from viche.kernel.errors import DomainError


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


def _last_spoken(thread: Thread, people: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = ThreadReading.objects.filter(thread=thread, person__in=people)
    return {person: at for person, at in rows.values_list("person", "spoke_at") if at is not None}


def _seconds_left(thread: Thread, spoke_at: datetime | None) -> int:
    if spoke_at is None:
        return 0
    return ceil((spoke_at + timedelta(seconds=thread.slow_seconds) - now()).total_seconds())
