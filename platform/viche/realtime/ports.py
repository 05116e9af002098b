"""The interfaces between the hub and its parts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from viche.realtime.limits import Limits
from viche.realtime.redis_subscriber import RedisSubscriber
from viche.realtime.replay import Place, Replay
from viche.realtime.subscriptions import Socket, Stream, Subscription
from viche.realtime.thread_pool import Batcher, ThreadPool


@dataclass(frozen=True, slots=True)
class Change:
    """An access change: the access to re-check. An empty field matches everything."""

    seq: int
    person_id: UUID | None
    topic: str
    session_digest: str
    token_id: UUID | None


class AccessWatch(Protocol):
    """Reports whether the hub knows of all access changes."""

    def is_confirmed(self) -> bool: ...

    def unconfirmed(self) -> float: ...

    async def confirmed(self) -> None: ...


class AuthorizerPort(Protocol):
    """Re-checks subscriptions."""

    def apply_change(self, change: Change) -> None: ...


class PresencePort(Protocol):
    """Shows presence to subscribers."""

    def met(self, subscription: Subscription) -> None: ...

    def left(self, socket: Socket, topic: str) -> None: ...


class HubPort(Protocol):
    """The hub's interface for its parts."""

    limits: Limits
    time: Callable[[], float]
    sockets: set[Socket]
    visitors: int
    people: dict[UUID, set[Socket]]
    streams: dict[str, Stream]
    pool: ThreadPool
    line: RedisSubscriber
    replays: Batcher[Place, Replay]
    frames: int

    @property
    def watch(self) -> AccessWatch: ...

    @property
    def leave(self) -> AuthorizerPort: ...

    @property
    def presence(self) -> PresencePort: ...

    def run_in_background(self, work: Coroutine[Any, Any, None]) -> None: ...

    def stream(self, topic: str) -> Stream: ...

    def release(self, stream: Stream) -> None: ...

    async def opened(self, stream: Stream) -> None: ...

    def compare_heads(self, known: dict[str, int]) -> None: ...

    def take_replay(self, stream: Stream, replay: Replay) -> None: ...

    def flush(self) -> None: ...
