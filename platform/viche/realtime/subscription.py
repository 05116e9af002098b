"""A signed-in socket and what it listens to."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from viche.kernel.clock import now
from viche.realtime.frames import Wire, dump
from viche.realtime.identity import Arrival
from viche.realtime.limits import Limits
from viche.realtime.outlet import Outlet

if TYPE_CHECKING:
    from collections.abc import Callable

    from viche.realtime.stream import Stream

FARTHEST_TIMER = 86400.0  # seconds; a later end is looked at again then


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
    that it is told who else is there.
    """

    __slots__ = ("_end", "meets", "socket", "stream", "suspect", "task", "topic", "typed_at")

    def __init__(self, socket: Socket, topic: str) -> None:
        self.socket = socket
        self.topic = topic
        self.stream: Stream | None = None  # once it may listen
        self.suspect = True
        self.meets = False  # until its leave says so
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
