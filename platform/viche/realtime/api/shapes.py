"""What the HTTP endpoints of the room answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID


class EventFrame(TypedDict):
    """One event of a topic. `data` and `actor` are null for what may be seen no more: it keeps its number."""

    type: Literal["event"]
    topic: str
    seq: int
    kind: str
    version: int
    at: datetime
    actor: UUID | None
    data: dict[str, Any] | None


class TopicEvents(TypedDict):
    """What a topic has missed since `after`. With `resync` the state itself must be loaded anew."""

    items: list[EventFrame]
    head: int
    resync: bool


class Ticket(TypedDict):
    """Opens one socket, once: `/ws/v1?ticket=…`."""

    ticket: str
    expires_at: datetime
