"""Streams of topics, the sockets of this process, and the subscriptions that connect them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from viche.kernel.clock import now
from viche.realtime.frames import EncodedFrame, dump
from viche.realtime.identity import ConnectionIdentity
from viche.realtime.limits import Limits
from viche.realtime.socket_writer import SocketWriter

MAX_TIMER = 86400.0  # seconds; a later end is checked again then
Write = Callable[[EncodedFrame], None]
MAX_HELD = 4 * 1024 * 1024  # bytes of frames that wait for an earlier one or for the access check


class Socket:
    """One client connection: its identity, its writer, and its inbound rate limit."""

    __slots__ = (
        "_allowance",
        "_refilled",
        "actor",
        "doubts",
        "ends_at",
        "heard_at",
        "language",
        "limits",
        "outlet",
        "settled",
        "subscriptions",
        "task",
    )

    def __init__(
        self, arrival: ConnectionIdentity, outlet: SocketWriter, language: str, limits: Limits, time: float
    ) -> None:
        """`time` is the current time of the event loop's clock."""
        self.actor = arrival.actor
        self.outlet = outlet
        self.language = language
        self.limits = limits
        self.heard_at = self._refilled = time
        self._allowance = limits.flood_burst
        self.subscriptions: dict[str, Subscription] = {}
        self.doubts = 0  # number of requested re-checks of its session or token
        self.settled = 0  # number of completed re-checks
        self.task: asyncio.Task[None] | None = None
        self.ends_at = float("inf")  # when the session or token expires, by the event loop's clock
        if arrival.until is not None:
            self.ends_at = time + (arrival.until - now()).total_seconds()

    @property
    def suspect(self) -> bool:
        """Return whether its session or token must be checked again."""
        return self.settled < self.doubts

    def send(self, frame: Mapping[str, Any]) -> None:
        self.outlet.write(EncodedFrame(dump(frame)))

    def heard(self, time: float) -> bool:
        """Count a frame from the client; return whether it is within the rate limit (a token bucket)."""
        refilled = self._allowance + (time - self._refilled) * self.limits.flood_rate
        self._allowance = min(refilled, self.limits.flood_burst) - 1
        self.heard_at = self._refilled = time
        return self._allowance >= 0


class Subscription:
    """The subscription of one socket to one topic.

    `suspect`: its access must be checked again. `meets`: it receives the presence of other people. `types`:
    its person may be shown as typing.
    """

    __slots__ = ("_end", "meets", "socket", "stream", "suspect", "task", "topic", "typed_at", "types")

    def __init__(self, socket: Socket, topic: str) -> None:
        self.socket = socket
        self.topic = topic
        self.stream: Stream | None = None  # once it is authorised
        self.suspect = True
        self.meets = self.types = False  # until its grant says so
        self.task: asyncio.Task[None] | None = None
        self.typed_at = float("-inf")  # when typing was last published
        self._end: asyncio.TimerHandle | None = None

    @property
    def is_live(self) -> bool:
        """Return whether it receives frames now: its access is confirmed and it has caught up."""
        return self.stream is not None and self in self.stream.live

    def ends(self, until: datetime | None, then: Callable[[Subscription], None]) -> None:
        """Schedule a call of `then` for the moment `until` at which the grant expires (None: never)."""
        if self._end is not None:
            self._end.cancel()
            self._end = None
        if until is not None:
            seconds = min(max((until - now()).total_seconds(), 0.0), MAX_TIMER)
            self._end = asyncio.get_running_loop().call_later(seconds, then, self)


class Stream:
    """The frames of one topic, put in order.

    `head` is the number of the event that was delivered last, to every subscription in `live`. Subscriptions
    in `joining` are catching up, or their access is being checked: their frames are buffered.
    """

    __slots__ = (
        "early",
        "filling",
        "head",
        "head_due",
        "joining",
        "known",
        "live",
        "name",
        "opened",
        "opening",
        "ready",
        "size",
        "volatile",
        "whispers",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.head = 0
        self.known = 0  # the highest number known to exist
        self.live: dict[Subscription, Write] = {}
        self.joining: dict[Subscription, list[bytes]] = {}
        self.ready: list[bytes] = []  # the frames right after `head`
        self.early: dict[int, bytes] = {}  # frames that arrived before an earlier one
        self.volatile: list[bytes] = []  # frames without a number, for all subscribers: head frames
        self.whispers: list[bytes] = []  # ephemeral frames, such as typing, for subscribers who see presence
        self.size = 0  # bytes of held frames
        self.opened = False  # whether `head` is known
        self.opening: asyncio.Task[None] | None = None
        self.filling: asyncio.Task[None] | None = None  # reads missing events
        self.head_due = 0.0

    @property
    def next(self) -> int:
        """Return the number that is expected next."""
        return self.head + len(self.ready) + 1

    @property
    def behind(self) -> bool:
        """Return whether an event is known to exist that has not arrived."""
        return self.known >= self.next

    @property
    def watched(self) -> bool:
        return bool(self.live or self.joining)

    def open(self, head: int) -> None:
        """Set `head` and start delivery after it. Frames received before are kept if they are later."""
        held = {**dict(enumerate(self.ready, self.head + 1)), **self.early}
        self.ready, self.early, self.size = [], {}, 0
        self.head, self.opened = head, True
        self.offer_all(sorted(held.items()))

    def offer(self, seq: int, frame: bytes) -> None:
        """Accept a frame. Frames may arrive in any order and repeatedly."""
        self.known = max(self.known, seq)
        if seq < self.next or seq in self.early:
            return
        if self.size > MAX_HELD and not self._has_room():
            return
        self.size += len(frame)
        if seq > self.next:
            self.early[seq] = frame
            return
        self.ready.append(frame)
        while (following := self.early.pop(self.next, None)) is not None:
            self.ready.append(following)

    def offer_all(self, frames: Iterable[tuple[int, bytes]]) -> None:
        for seq, frame in frames:
            self.offer(seq, frame)

    def raise_known(self, seq: int) -> None:
        """Note that events up to `seq` exist."""
        self.known = max(self.known, seq)

    def take(self) -> list[bytes]:
        """Return the frames to deliver now, and advance `head` past them."""
        frames = self.ready
        if frames:
            self.ready = []
            self.head += len(frames)
            self.size = sum(map(len, self.early.values())) if self.early else 0
            for buffer in self.joining.values():
                buffer.extend(frames)
        return frames

    def _has_room(self) -> bool:
        """Discard early frames to make room; return whether there is room.

        They are read from the database later.
        """
        self.early.clear()
        self.size = sum(map(len, self.ready))
        return self.size <= MAX_HELD
