"""How a round ends: by its time, by who leads the thread, or with the talk."""

from __future__ import annotations

from uuid import UUID

from dialogue.events import RoundEnded
from dialogue.facts import place_of
from dialogue.models import Round, Thread
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record


def end_running(actor: Actor, thread: Thread, round_id: UUID) -> None:
    """End the round of a thread that is held. What ran out ended then, whoever notices it."""
    row = Round.objects.get(pk=round_id)
    in_time = row.ends_at > now()
    row.ended_at = now() if in_time else row.ends_at
    row.ended_by_id = actor.person_id if in_time else None
    row.save(update_fields=["ended_at", "ended_by"])
    set_round(thread, None)
    record(actor, RoundEnded(round_id=row.pk, **place_of(thread)))


def set_round(thread: Thread, row: Round | None) -> None:
    """The round that runs in a thread that is held."""
    thread.round = row
    thread.version += 1
    thread.save(update_fields=["round", "round_count", "version"])
