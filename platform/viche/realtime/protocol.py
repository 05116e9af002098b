"""The frames of the websocket protocol that belong to no domain, as types. AsyncAPI is made from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict
from uuid import UUID

from viche.kernel.api.schema import Problem
from viche.kernel.text import Text

FrameId = int | str | None

# What a client says


class Subscribe(TypedDict):
    """Hear a topic from now on. With `after`, first what was missed since that number."""

    type: Literal["subscribe"]
    id: NotRequired[FrameId]
    topic: str
    after: NotRequired[int | None]


class Unsubscribe(TypedDict):
    """Hear a topic no more."""

    type: Literal["unsubscribe"]
    id: NotRequired[FrameId]
    topic: str


class SayTyping(TypedDict):
    """Tell the others on a topic that the person types. Repeat it every few seconds. Who may not write there
    is refused (403): observers, guests who only read, tokens that only read.
    """

    type: Literal["typing"]
    id: NotRequired[FrameId]
    topic: str


class AskPresence(TypedDict):
    """Be present on a topic, and be told who else is: not for guests, who see one thing alone."""

    type: Literal["presence"]
    id: NotRequired[FrameId]
    topic: str


class Ping(TypedDict):
    """Say that the client is still there."""

    type: Literal["ping"]
    id: NotRequired[FrameId]


# What the server says


class Subscribed(TypedDict):
    """The answer to `subscribe`: the topic stands at `head`, and what was missed up to it follows."""

    type: Literal["subscribed"]
    id: FrameId
    topic: str
    head: int


class Resync(TypedDict):
    """The answer to `subscribe` when too much is missing, or `after` lies ahead: load the state anew."""

    type: Literal["resync"]
    id: FrameId
    topic: str
    head: int


class Ok(TypedDict):
    """The answer to every other command; `data` is what the command gives back."""

    type: Literal["ok"]
    id: FrameId
    data: NotRequired[Any]


class Refused(TypedDict):
    """The answer to a command that was not carried out."""

    type: Literal["error"]
    id: FrameId
    problem: Problem


class Head(TypedDict):
    """Now and then: the number of the topic's last event, so that a loss is noticed without traffic."""

    type: Literal["head"]
    topic: str
    seq: int


class Revoked(TypedDict):
    """The topic is heard no more, because access to it has ended. Forget what is kept of it."""

    type: Literal["revoked"]
    topic: str
    problem: Problem


class Typing(TypedDict):
    """Somebody types. It no longer holds after `until`. Guests are not told."""

    type: Literal["typing"]
    topic: str
    person_id: UUID
    name: Text
    until: datetime


class Present(TypedDict):
    """Everybody who is present; each has `person_id`, `name`, and what the kind of topic adds."""

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
