"""Topics as this process hears them, the signed-in sockets, and which socket listens to which topic."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from viche.kernel.clock import now
from viche.realtime.frames import Wire, dump
from viche.realtime.identity import Arrival
from viche.realtime.limits import Limits
from viche.realtime.outlet import Outlet

FARTHEST_TIMER = 86400.0  # seconds; a later end is looked at again then
Write = Callable[[Wire], None]
MOST_HELD = 4 * 1024 * 1024  # bytes of frames that wait for an earlier one or for a confirmation


class Socket:
    """One client: who it is, the way out to it, and how much it may still send."""

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

    def __init__(self, arrival: Arrival, outlet: Outlet, language: str, limits: Limits, time: float) -> None:
        """`time` is now, by the loop's clock."""
        self.actor = arrival.actor
        self.outlet = outlet
        self.language = language
        self.limits = limits
        self.heard_at = self._refilled = time
        self._allowance = limits.flood_burst
        self.subscriptions: dict[str, Subscription] = {}
        self.doubts = 0  # how often it was doubted that its session or token lives
        self.settled = 0  # how many of the doubts a later look has settled
        self.task: asyncio.Task[None] | None = None
        self.ends_at = float("inf")  # when the session or token ends by itself, by the loop's clock
        if arrival.until is not None:
            self.ends_at = time + (arrival.until - now()).total_seconds()

    @property
    def suspect(self) -> bool:
        """Whether it must be asked anew if its session or token still lives."""
        return self.settled < self.doubts

    def send(self, frame: Mapping[str, Any]) -> None:
        self.outlet.write(Wire(dump(frame)))

    def heard(self, time: float) -> bool:
        """Note a frame from the client. False when it sends more than it may (a token bucket)."""
        refilled = self._allowance + (time - self._refilled) * self.limits.flood_rate
        self._allowance = min(refilled, self.limits.flood_burst) - 1
        self.heard_at = self._refilled = time
        return self._allowance >= 0


class Subscription:
    """One socket's ear on one topic. `suspect` means that its leave to hear must be asked for anew, `meets`
    that it is told who else is there, `types` that it may say that its person types.
    """

    __slots__ = ("_end", "meets", "socket", "stream", "suspect", "task", "topic", "typed_at", "types")

    def __init__(self, socket: Socket, topic: str) -> None:
        self.socket = socket
        self.topic = topic
        self.stream: Stream | None = None  # once it may listen
        self.suspect = True
        self.meets = self.types = False  # until its leave says so
        self.task: asyncio.Task[None] | None = None
        self.typed_at = float("-inf")  # when it was last told that the person types
        self._end: asyncio.TimerHandle | None = None

    @property
    def is_live(self) -> bool:
        """Whether it hears now: its leave is not in doubt and it has caught up."""
        return self.stream is not None and self in self.stream.live

    def ends(self, until: datetime | None, then: Callable[[Subscription], None]) -> None:
        """Call `then` when the leave to hear ends by itself; None: never."""
        if self._end is not None:
            self._end.cancel()
            self._end = None
        if until is not None:
            seconds = min(max((until - now()).total_seconds(), 0.0), FARTHEST_TIMER)
            self._end = asyncio.get_running_loop().call_later(seconds, then, self)


class Stream:
    """Puts frames in order. `head` is the number delivered last; everybody in `live` is exactly there."""

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
        self.known = 0  # the highest number that was heard of
        self.live: dict[Subscription, Write] = {}
        self.joining: dict[Subscription, list[bytes]] = {}
        self.ready: list[bytes] = []  # the frames right after `head`
        self.early: dict[int, bytes] = {}  # frames that overtook another
        self.volatile: list[bytes] = []  # frames without a number, for everybody: where the topic stands
        self.whispers: list[bytes] = []  # the same of what others do, such as typing: for those who meet them
        self.size = 0  # bytes of what is held
        self.opened = False  # whether `head` is known
        self.opening: asyncio.Task[None] | None = None
        self.filling: asyncio.Task[None] | None = None  # reads what is missing
        self.head_due = 0.0

    @property
    def next(self) -> int:
        """The number that is waited for."""
        return self.head + len(self.ready) + 1

    @property
    def behind(self) -> bool:
        """Whether something is known that has not arrived."""
        return self.known >= self.next

    @property
    def watched(self) -> bool:
        return bool(self.live or self.joining)

    def open(self, head: int) -> None:
        """Start after `head`: what came before it is history, what was held after it follows."""
        held = {**dict(enumerate(self.ready, self.head + 1)), **self.early}
        self.ready, self.early, self.size = [], {}, 0
        self.head, self.opened = head, True
        self.offer_all(sorted(held.items()))

    def offer(self, seq: int, frame: bytes) -> None:
        """Take one frame, in any order and any number of times."""
        self.known = max(self.known, seq)
        if seq < self.next or seq in self.early:
            return
        if self.size > MOST_HELD and not self._has_room():
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

    def heard_of(self, seq: int) -> None:
        """Somebody says that the topic has come this far."""
        self.known = max(self.known, seq)

    def take(self) -> list[bytes]:
        """The frames to deliver now; `head` moves past them."""
        frames = self.ready
        if frames:
            self.ready = []
            self.head += len(frames)
            self.size = sum(map(len, self.early.values())) if self.early else 0
            for buffer in self.joining.values():
                buffer.extend(frames)
        return frames

    def _has_room(self) -> bool:
        """Let go of what came early; it is read from the database when its turn comes."""
        self.early.clear()
        self.size = sum(map(len, self.ready))
        return self.size <= MOST_HELD
