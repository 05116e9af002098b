"""What each hub has to carry. Every process notes its own, so that any of them can show them all."""

from __future__ import annotations

import os
import socket
from time import time as wall_time
from typing import TypedDict

import orjson

from viche.realtime.ports import HubPort
from viche.realtime.trips import redis, tried

NOTED = "realtime:figures"
NOTED_EVERY = 5.0  # seconds
FORGOTTEN_AFTER = 15.0  # seconds: the process has ended, or is frozen
LONGEST = 3600.0  # seconds: infinity has no place in JSON


class Figures(TypedDict):
    """One process. `unconfirmed` is for how many seconds it has not known whether access was taken away."""

    process: str
    sockets: int
    people: int
    topics: int
    frames: int
    unconfirmed: float
    noted_at: float


class Notes:
    """Those of one hub, noted in Redis now and then."""

    def __init__(self, hub: HubPort) -> None:
        global _of_this_process
        self._hub = hub
        self._due = 0.0
        _of_this_process = self

    def beat(self, present: float) -> None:
        """Note them, if it is time."""
        if present >= self._due:
            self._due = present + NOTED_EVERY
            figures = self.now()
            self._hub.background(self._hub.pool.run(lambda: note(figures)))

    def now(self) -> Figures:
        hub = self._hub
        return Figures(
            process=f"{socket.gethostname()}:{os.getpid()}",
            sockets=len(hub.sockets),
            people=len(hub.people),
            topics=len(hub.streams),
            frames=hub.frames,
            unconfirmed=round(min(hub.watch.unconfirmed(), LONGEST), 3) if hub.sockets else 0.0,
            noted_at=wall_time(),
        )


_of_this_process: Notes | None = None


def here() -> Figures | None:
    """Those of this process; None while it has no hub."""
    return None if _of_this_process is None else _of_this_process.now()


def note(figures: Figures) -> None:
    """Show the figures to the other processes."""
    tried(lambda: redis().hset(NOTED, figures["process"], orjson.dumps(figures).decode()))


def noted() -> list[Figures]:
    """The figures of every process that noted some lately, by its name; none while Redis is away."""
    found: dict[bytes, bytes] = tried(lambda: redis().hgetall(NOTED)) or {}
    every: list[Figures] = [orjson.loads(raw) for raw in found.values()]
    gone = [one["process"] for one in every if wall_time() - one["noted_at"] > FORGOTTEN_AFTER]
    if gone:
        tried(lambda: redis().hdel(NOTED, *gone))
    return sorted((one for one in every if one["process"] not in gone), key=lambda one: one["process"])
