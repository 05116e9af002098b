"""The websocket frames that belong to no domain, as types.

The AsyncAPI document is generated from them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict
from uuid import UUID

from viche.kernel.api.schema import Problem
from viche.kernel.text import Text

FrameId = int | str | None

# Client frames


class Subscribe(TypedDict):
    """Subscribe to a topic. With `after`, the events after that number are sent first."""

    type: Literal["subscribe"]
    id: NotRequired[FrameId]
    topic: str
    after: NotRequired[int | None]


class Unsubscribe(TypedDict):
    """End a subscription."""

    type: Literal["unsubscribe"]
    id: NotRequired[FrameId]
    topic: str


class SayTyping(TypedDict):
    """Tell the other subscribers of a topic that the person types. Repeat it every few seconds.

    A person who may not write there is refused (403): observers, read-only guests, read-only tokens.
    """

    type: Literal["typing"]
    id: NotRequired[FrameId]
    topic: str


class AskPresence(TypedDict):
    """Become present on a topic and receive the other present people.

    Not for guests, who see one object only.
    """

    type: Literal["presence"]
    id: NotRequired[FrameId]
    topic: str


class Ping(TypedDict):
    """Keep the connection alive."""

    type: Literal["ping"]
    id: NotRequired[FrameId]


# Server frames


class Subscribed(TypedDict):
    """The answer to `subscribe`: the topic is at `head`, and the missed events up to it follow."""

    type: Literal["subscribed"]
    id: FrameId
    topic: str
    head: int


class Resync(TypedDict):
    """The answer to `subscribe` when too much was missed, or `after` is ahead: reload the state."""

    type: Literal["resync"]
    id: FrameId
    topic: str
    head: int


class Ok(TypedDict):
    """The answer to every other command; `data` is the result of the command."""

    type: Literal["ok"]
    id: FrameId
    data: NotRequired[Any]


class Refused(TypedDict):
    """The answer to a command that failed."""

    type: Literal["error"]
    id: FrameId
    problem: Problem


class Head(TypedDict):
    """Sent at intervals: the number of the topic's last event, which reveals a lost event."""

    type: Literal["head"]
    topic: str
    seq: int


class Revoked(TypedDict):
    """The subscription has ended, because access to the topic was revoked. Delete cached data of it."""

    type: Literal["revoked"]
    topic: str
    problem: Problem


class Typing(TypedDict):
    """A person is typing, until `until` at the latest. Not sent to guests."""

    type: Literal["typing"]
    topic: str
    person_id: UUID
    name: Text
    until: datetime


class Present(TypedDict):
    """All people who are present; each has `person_id`, `name`, and what the kind of topic adds."""

    type: Literal["presence"]
    topic: str
    people: list[dict[str, Any]]


COMMANDS = {
    "subscribe": Subscribe,
    "unsubscribe": Unsubscribe,
    "typing": SayTyping,
    "presence": AskPresence,
    "ping": Ping,
}
ANSWERS = {
    "subscribed": Subscribed,
    "resync": Resync,
    "ok": Ok,
    "error": Refused,
    "head": Head,
    "revoked": Revoked,
    "typing": Typing,
    "presence": Present,
}
CLOSE_CODES = {
    1003: "a binary frame",
    1007: "text that is not UTF-8",
    1009: "a frame of more than 64 KB",
    1012: "the service restarts: connect again",
    1013: "the service cannot answer now: connect again later",
    4401: "signed out",
    4403: "nothing is left to see",
    4408: "idle: no frame for some minutes",
    4413: "too far behind: connect again and subscribe with `after`",
    4423: "the person has to set up a second factor first",
    4429: "too many frames, or too many connections of one person",
}
