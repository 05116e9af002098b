"""Load statistics of the hubs.

Each process publishes its own in Redis, so that any process can show all.
"""

from __future__ import annotations

import os
import socket
from time import time as wall_time
from typing import TypedDict

import orjson

from viche.realtime.ports import HubPort
from viche.realtime.redis_client import call_best_effort, get_redis

STATS_KEY = "realtime:figures"
REPORT_INTERVAL = 5.0  # seconds
STATS_TTL = 15.0  # seconds: the process has ended, or is frozen
MAX_UNCONFIRMED = 3600.0  # seconds: infinity has no place in JSON


class Figures(TypedDict):
    """The statistics of one process.

    `unconfirmed` is for how many seconds the process could not confirm that no access was revoked.
    """

    process: str
    sockets: int
    people: int
    topics: int
    frames: int
    unconfirmed: float
    noted_at: float


class StatsReporter:
    """Publishes the statistics of one hub at intervals."""

    def __init__(self, hub: HubPort) -> None:
        global _local_reporter
        self._hub = hub
        self._due = 0.0
        _local_reporter = self

    def beat(self, present: float) -> None:
        """Publish the statistics, if it is time."""
        if present >= self._due:
            self._due = present + REPORT_INTERVAL
            figures = self.now()
            self._hub.run_in_background(self._hub.pool.run(lambda: publish_stats(figures)))

    def now(self) -> Figures:
        hub = self._hub
        return Figures(
            process=f"{socket.gethostname()}:{os.getpid()}",
            sockets=len(hub.sockets),
            people=len(hub.people),
            topics=len(hub.streams),
            frames=hub.frames,
            unconfirmed=round(min(hub.watch.unconfirmed(), MAX_UNCONFIRMED), 3) if hub.sockets else 0.0,
            noted_at=wall_time(),
        )


_local_reporter: StatsReporter | None = None


def get_local_stats() -> Figures | None:
    """Return the statistics of this process; None while it has no hub."""
    return None if _local_reporter is None else _local_reporter.now()


def publish_stats(figures: Figures) -> None:
    """Publish the statistics of a process."""
    call_best_effort(lambda: get_redis().hset(STATS_KEY, figures["process"], orjson.dumps(figures).decode()))


def list_stats() -> list[Figures]:
    """Return the current statistics of every process, by name; empty while Redis is down."""
    found: dict[bytes, bytes] = call_best_effort(lambda: get_redis().hgetall(STATS_KEY)) or {}
    every: list[Figures] = [orjson.loads(raw) for raw in found.values()]
    gone = [one["process"] for one in every if wall_time() - one["noted_at"] > STATS_TTL]
    if gone:
        call_best_effort(lambda: get_redis().hdel(STATS_KEY, *gone))
    return sorted((one for one in every if one["process"] not in gone), key=lambda one: one["process"])
