"""The access watcher: tails the access changes, so that revoked access ends within a second.

One poll reads, in one round trip, the access changes since the last poll and (periodically, or while Redis is
down) the heads of the subscribed topics. After a poll, every change committed before it began is known.
Deliveries rely on a poll for at most `limits.hold` seconds, and are then held until the next successful poll.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import Error as DatabaseError

from viche.kernel.events import get_heads
from viche.kernel.sql import execute_prepared
from viche.realtime.ports import Change, HubPort
from viche.realtime.thread_pool import ThreadPool

logger = logging.getLogger(__name__)

ACCESS_TOPIC = "access"  # the kernel numbers access changes under this topic name
MAX_CHANGES = 1000
MIN_INTERVAL = 0.01  # seconds between two polls, however often `poll_now` is called
CHANGES = f"""
    SELECT seq, person_id, topic, session_digest, token_id FROM kernel_accesschange
    WHERE seq > %(position)s::bigint ORDER BY seq LIMIT {MAX_CHANGES}
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class PollResult:
    """The result of one poll."""

    position: int
    changes: list[Change]
    heads: dict[str, int]

    @property
    def complete(self) -> bool:
        return len(self.changes) < MAX_CHANGES


def poll_changes(position: int | None, topics: Sequence[str]) -> PollResult:
    """Read the changes since `position` (None: start now), and the heads of `topics`."""
    if position is None:
        start = get_heads([ACCESS_TOPIC])[ACCESS_TOPIC]
        return PollResult(start, [], get_heads(topics) if topics else {})
    changes = [Change(*row) for row in execute_prepared(CHANGES, {"position": position})]
    return PollResult(changes[-1].seq if changes else position, changes, get_heads(topics) if topics else {})


class AccessWatcher:
    def __init__(self, hub: HubPort) -> None:
        self._hub = hub
        # A thread and a connection of its own, so that polls continue under load.
        self._pool = ThreadPool(1, "realtime-watch")
        # The last access change that was processed; None while there are no sockets.
        self.position: int | None = None
        self._confirmed_at = float("-inf")
        self._poll_due = 0.0
        self._nudged = asyncio.Event()
        self._looked = asyncio.Event()

    def is_confirmed(self) -> bool:
        """Return whether every access change older than `limits.hold` seconds has been processed."""
        return self.unconfirmed() <= self._hub.limits.hold

    def unconfirmed(self) -> float:
        """Return the seconds since access was last confirmed; infinite before the first poll."""
        return self._hub.time() - self._confirmed_at

    async def begun(self) -> int | None:
        """Wait for the current position and return it; None if it is not known within one interval."""
        if self.position is None:
            self.poll_now()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._hub.limits.look):
                    await self._looked.wait()
        return self.position

    async def confirmed(self) -> None:
        """Wait until deliveries are allowed."""
        while not self.is_confirmed():
            self._looked.clear()
            self.poll_now()
            await self._looked.wait()

    def poll_now(self) -> None:
        """Poll at once."""
        self._nudged.set()

    def stop(self) -> None:
        self._pool.stop()

    async def run(self) -> None:
        """Poll at intervals while there are sockets, until cancelled."""
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
                    await asyncio.sleep(MIN_INTERVAL)
            except TimeoutError:
                pass

    async def _look(self) -> None:
        hub, started = self._hub, self._hub.time()
        position, topics = self.position, self._topics(started)
        try:
            sight = await self._pool.run(lambda: poll_changes(position, topics))
        except DatabaseError as error:
            logger.warning("access_not_confirmed", extra={"error": type(error).__name__})
            return
        self.position = sight.position
        for change in sight.changes:
            hub.leave.apply_change(change)
        if not sight.complete:
            self.poll_now()
            return
        self._confirmed_at = started
        self._looked.set()
        hub.compare_heads(sight.heads)
        hub.flush()

    def _topics(self, present: float) -> list[str]:
        if self._hub.line.up and present < self._poll_due:
            return []
        self._poll_due = present + self._hub.limits.poll
        return [stream.name for stream in self._hub.streams.values() if stream.opened]
