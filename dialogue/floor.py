"""Who has to wait before they speak, where not everybody may at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from dialogue.locks import too_soon
from dialogue.models import FloorStep, Message, Thread, ThreadReading
from viche.kernel.clock import now
from viche.kernel.errors import DomainError


def is_kept(thread: Thread) -> bool:
    """Whether messages are weighed one after the other, since one may keep the next from being said."""
    return thread.slow_seconds > 0


def who_waits(thread: Thread, messages: Mapping[int, Message]) -> dict[int, DomainError | None]:
    """Those of several new messages, in their order, that may not be said yet, each with its refusal; None
    for what was stored under its name meanwhile.

    The thread is held until the end of the unit: nobody speaks between this look and what is written.
    """
    Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk=thread.pk).values_list("pk").first()
    bound = {nth: one for nth, one in messages.items() if not one.leads}
    spoke = _last_spoken(thread, {one.author_id for one in bound.values()})
    refused: dict[int, DomainError | None] = {}
    for nth, message in bound.items():
        waits = _seconds_left(thread, spoke.get(message.author_id))
        if waits > 0:
            refused[nth] = too_soon(waits)
        else:
            spoke[message.author_id] = now()
    return refused | dict.fromkeys(_stored_of({nth: bound[nth] for nth in refused}))


def _stored_of(messages: Mapping[int, Message]) -> list[int]:
    if not messages:
        return []
    names = {(one.author_id, one.client_id): nth for nth, one in messages.items()}
    stored = Message.objects.filter(
        author__in=[one[0] for one in names], client_id__in=[one[1] for one in names]
    )
    return [names[one] for one in stored.values_list("author", "client_id") if one in names]


MOST_STEPS = 100


def steps_of(thread: Thread) -> list[FloorStep]:
    """What was decided about who speaks, the latest first."""
    rows = FloorStep.objects.filter(thread=thread).order_by("-at", "-id")
    return list(rows.select_related("person", "mandate__organisation", "mandate__person")[:MOST_STEPS])


def _last_spoken(thread: Thread, people: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = ThreadReading.objects.filter(thread=thread, person__in=people)
    return {person: at for person, at in rows.values_list("person", "spoke_at") if at is not None}


def _seconds_left(thread: Thread, spoke_at: datetime | None) -> int:
    if spoke_at is None:
        return 0
    return ceil((spoke_at + timedelta(seconds=thread.slow_seconds) - now()).total_seconds())
