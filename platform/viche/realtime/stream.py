"""One topic as this process hears it: frames in order, those who listen, and those who are about to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from viche.realtime.frames import Wire

if TYPE_CHECKING:
    from viche.realtime.subscription import Subscription

Write = Callable[[Wire], None]
MOST_HELD = 4 * 1024 * 1024  # bytes of frames that wait for an earlier one or for a confirmation


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
