"""The watch over access: tails the access changes, so that what was taken away stops within a second.

A look reads, in one trip, the access changes since the last one and (when it is time, or Redis is away) the
heads of the topics listened to. Everything committed before a look began is known after it; deliveries lean
on that for at most `limits.hold` seconds and are then held until the next look succeeds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import Error as DatabaseError

from viche.kernel.events import heads
from viche.kernel.sql import prepared
from viche.realtime.pool import Pool
from viche.realtime.ports import Change, HubPort

logger = logging.getLogger(__name__)

ACCESS_TOPIC = "access"  # the kernel numbers access changes under this name
MOST_CHANGES = 1000
BREATH = 0.01  # between two looks, however often it is nudged
CHANGES = f"""
    SELECT seq, person_id, topic, session_digest, token_id FROM kernel_accesschange
    WHERE seq > %(position)s::bigint ORDER BY seq LIMIT {MOST_CHANGES}
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look saw."""

    position: int
    changes: list[Change]
    heads: dict[str, int]

    @property
    def complete(self) -> bool:
        return len(self.changes) < MOST_CHANGES


def look(position: int | None, topics: Sequence[str]) -> Sight:
    """Read what has changed since `position` (None: start now), and the heads of `topics`."""
    if position is None:
        start = heads([ACCESS_TOPIC])[ACCESS_TOPIC]
        return Sight(start, [], heads(topics) if topics else {})
    changes = [Change(*row) for row in prepared(CHANGES, {"position": position})]
    return Sight(changes[-1].seq if changes else position, changes, heads(topics) if topics else {})


class Watch:
    def __init__(self, hub: HubPort) -> None:
        self._hub = hub
        # A thread and a connection of its own: whatever else is busy, the watch goes on.
        self._pool = Pool(1, "realtime-watch")
        # The last access change that was acted upon; None while nobody is here.
        self.position: int | None = None
        self._confirmed_at = float("-inf")
        self._poll_due = 0.0
        self._nudged = asyncio.Event()
        self._looked = asyncio.Event()

    def is_confirmed(self) -> bool:
        """Whether every access change older than `limits.hold` seconds has been acted upon."""
        return self.unconfirmed() <= self._hub.limits.hold

    def unconfirmed(self) -> float:
        """Seconds since access was last known to be as it is here; infinite before the first look."""
        return self._hub.time() - self._confirmed_at

    async def begun(self) -> int | None:
        """The position from which on it is watched; None when nobody knows it soon enough to wait for it."""
        if self.position is None:
            self.nudge()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._hub.limits.look):
                    await self._looked.wait()
        return self.position

    async def confirmed(self) -> None:
        """Wait until deliveries are allowed."""
        while not self.is_confirmed():
            self._looked.clear()
            self.nudge()
            await self._looked.wait()

    def nudge(self) -> None:
        """Look at once."""
        self._nudged.set()

    def stop(self) -> None:
        self._pool.stop()

    async def run(self) -> None:
        """Look again and again while anybody is here, until cancelled."""
        while True:
            self._nudged.clear()
            if self._hub.sockets or self._hub.visitors:
                await self._look()
            else:
                self.position, self._confirmed_at = None, float("-inf")
                self._looked.clear()
            try:
                async with asyncio.timeout(self._hub.limits.look):
                    await self._nudged.wait()
                    await asyncio.sleep(BREATH)
            except TimeoutError:
                pass

    async def _look(self) -> None:
        hub, started = self._hub, self._hub.time()
        position, topics = self.position, self._topics(started)
        try:
            sight = await self._pool.run(lambda: look(position, topics))
        except DatabaseError as error:
            logger.warning("access_not_confirmed", extra={"error": type(error).__name__})
            return
        self.position = sight.position
        for change in sight.changes:
            hub.leave.reconsider(change)
        if not sight.complete:
            self.nudge()
            return
        self._confirmed_at = started
        self._looked.set()
        hub.learn(sight.heads)
        hub.flush()

    def _topics(self, present: float) -> list[str]:
        if self._hub.line.up and present < self._poll_due:
            return []
        self._poll_due = present + self._hub.limits.poll
        return [stream.name for stream in self._hub.streams.values() if stream.opened]
