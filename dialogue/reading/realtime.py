"""Realtime of reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dialogue.common.number_ranges import Span
from dialogue.reading import presenters, schemas, serializers
from dialogue.reading.read_state import reading
from dialogue.reading.services import mark_read
from dialogue.threads.events import topic_of
from dialogue.threads.policies import Action
from viche.kernel.actor import Actor
from viche.kernel.api.strict import checked
from viche.realtime.publish import whisper
from viche.realtime.registry import Data, command


@command("read", Action.MARK_READ, shape=schemas.ReadCommand)
def read_command(actor: Actor, payload: dict[str, Any]) -> Data:
    """Answers what the reader has seen now."""
    data = checked(serializers.ReadCommandIn(data=payload))
    return read(actor, data["thread_id"], data["ranges"])


def read(actor: Actor, thread_id: UUID, ranges: Sequence[Span]) -> schemas.ReadingOut:
    """Remember what `actor` has seen and tell those who look at the thread, for HTTP and sockets alike."""
    row = mark_read(actor=actor, thread_id=thread_id, ranges=ranges)
    shown = presenters.reading_out(reading(row.thread, row.ranges, row.seen))
    whisper(
        topic_of(thread_id),
        {"type": "read", "person_id": actor.person_id, "ranges": presenters.ranges(row.own_ranges)},
    )
    return shown
