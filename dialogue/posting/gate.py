"""Gate that enforces slow mode and rounds on new messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from dialogue.messages.models import Message
from dialogue.posting.errors import refuse_by_slow_mode
from dialogue.reading.models import ThreadReading
from dialogue.rounds.selectors import find_active_round
from dialogue.threads.models import Thread
from viche.kernel.clock import now
from viche.kernel.errors import DomainError


def is_posting_serialised(thread: Thread) -> bool:
    """Return whether posts must be serialised (slow mode or an active round).

    In these threads, one message may make the next one invalid.
    """
    return thread.slow_seconds > 0 or thread.round_id is not None


class PostingGate:
    """Decides which of several new messages of one thread may be posted now, in their order.

    The thread is locked until the end of the unit of work: no message is posted between this check and the
    write. `refused` maps the index of each refused message to its error, or to None when the same message was
    stored meanwhile.
    """

    def __init__(self, thread: Thread, messages: Mapping[int, Message]) -> None:
        hold = Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk=thread.pk)
        hold.values_list("pk").first()
        self._thread, self._round = thread, find_active_round(thread)
        self._spoke = _find_last_posts(
            thread, {one.author_id for one in messages.values() if not one.can_facilitate}
        )
        found = {nth: refusal for nth, one in messages.items() if (refusal := self._refusal(one)) is not None}
        stored = _find_stored({nth: messages[nth] for nth in found})
        self.refused: dict[int, DomainError | None] = {**found, **dict.fromkeys(stored)}

    def keep(self, said: Collection[Message]) -> None:
        """Record the turns of the stored messages in the active round."""
        if self._round is not None:
            self._round.keep(said)

    def _refusal(self, message: Message) -> DomainError | None:
        waits = (
            0
            if message.can_facilitate
            else _count_seconds_left(self._thread, self._spoke.get(message.author_id))
        )
        if waits > 0:
            return refuse_by_slow_mode(waits)
        refusal = self._round.refusal(message) if self._round is not None else None
        if refusal is None:
            self._spoke[message.author_id] = now()
        return refusal


def _find_stored(messages: Mapping[int, Message]) -> list[int]:
    if not messages:
        return []
    names = {(one.author_id, one.client_id): nth for nth, one in messages.items()}
    stored = Message.objects.filter(
        author__in=[one[0] for one in names], client_id__in=[one[1] for one in names]
    )
    return [names[one] for one in stored.values_list("author", "client_id") if one in names]


def _find_last_posts(thread: Thread, people: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = ThreadReading.objects.filter(thread=thread, person__in=people)
    return {person: at for person, at in rows.values_list("person", "spoke_at") if at is not None}


def _count_seconds_left(thread: Thread, spoke_at: datetime | None) -> int:
    if spoke_at is None:
        return 0
    return ceil((spoke_at + timedelta(seconds=thread.slow_seconds) - now()).total_seconds())
