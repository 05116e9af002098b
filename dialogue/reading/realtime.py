"""Socket command that marks messages as read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dialogue.common.number_ranges import Span
from dialogue.reading import presenters, schemas, serializers
from dialogue.reading.read_state import build_read_state
from dialogue.reading.services import mark_read
from dialogue.threads.events import topic_of
from dialogue.threads.policies import Action
from viche.kernel.actor import Actor
from viche.kernel.api.strict import validate_serializer
from viche.realtime.publish import send_ephemeral
from viche.realtime.registry import Data, register_command


@register_command("read", Action.MARK_READ, shape=schemas.ReadCommand)
def handle_read_command(actor: Actor, payload: dict[str, Any]) -> Data:
    """Mark messages as read and return the read state."""
    data = validate_serializer(serializers.ReadCommandIn(data=payload))
    return mark_read_and_broadcast(actor, data["thread_id"], data["ranges"])


def mark_read_and_broadcast(actor: Actor, thread_id: UUID, ranges: Sequence[Span]) -> schemas.ReadingOut:
    """Mark messages as read and tell the subscribers of the thread, for HTTP and sockets."""
    row = mark_read(actor=actor, thread_id=thread_id, ranges=ranges)
    shown = presenters.show_reading(build_read_state(row.thread, row.ranges, row.seen))
    send_ephemeral(
        topic_of(thread_id),
        {"type": "read", "person_id": actor.person_id, "ranges": presenters.show_ranges(row.own_ranges)},
    )
    return shown
