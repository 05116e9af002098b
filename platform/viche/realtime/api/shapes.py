"""Response shapes of the realtime endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID


class EventFrame(TypedDict):
    """One event of a topic. `data` and `actor` are null for an event that is no longer visible.

    It keeps its sequence number.
    """

    type: Literal["event"]
    topic: str
    seq: int
    kind: str
    version: int
    at: datetime
    actor: UUID | None
    data: dict[str, Any] | None


class TopicEvents(TypedDict):
    """The events of a topic after `after`. With `resync` the client must reload the state itself."""

    items: list[EventFrame]
    head: int
    resync: bool


class Ticket(TypedDict):
    """A one-time ticket that opens one socket: `/ws/v1?ticket=…`."""

    ticket: str
    expires_at: datetime
