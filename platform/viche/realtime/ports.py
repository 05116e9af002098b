"""What the parts of a hub may ask of it, and of each other."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from viche.realtime.limits import Limits
from viche.realtime.line import Line
from viche.realtime.pool import Batcher, Pool
from viche.realtime.replay import Place, Replay
from viche.realtime.subscriptions import Socket, Stream, Subscription


@dataclass(frozen=True, slots=True)
class Change:
    """Whose access to look at again; what is empty means any."""

    seq: int
    person_id: UUID | None
    topic: str
    session_digest: str
    token_id: UUID | None


class AccessWatch(Protocol):
    """Whether the hub knows that no access was taken away."""

    def is_confirmed(self) -> bool: ...

    def unconfirmed(self) -> float: ...

    async def confirmed(self) -> None: ...


class Leaves(Protocol):
    """Who may hear what."""

    def reconsider(self, change: Change) -> None: ...


class Meetings(Protocol):
    """Who is shown whom."""

    def met(self, subscription: Subscription) -> None: ...

    def left(self, socket: Socket, topic: str) -> None: ...


class HubPort(Protocol):
    """The hub, as its parts see it."""

    limits: Limits
    time: Callable[[], float]
    sockets: set[Socket]
    visitors: int
    people: dict[UUID, set[Socket]]
    streams: dict[str, Stream]
    pool: Pool
    line: Line
    replays: Batcher[Place, Replay]
    frames: int

    @property
    def watch(self) -> AccessWatch: ...

    @property
    def leave(self) -> Leaves: ...

    @property
    def presence(self) -> Meetings: ...

    def background(self, work: Coroutine[Any, Any, None]) -> None: ...

    def stream(self, topic: str) -> Stream: ...

    def release(self, stream: Stream) -> None: ...

    async def opened(self, stream: Stream) -> None: ...

    def learn(self, known: dict[str, int]) -> None: ...

    def take_replay(self, stream: Stream, replay: Replay) -> None: ...

    def flush(self) -> None: ...
