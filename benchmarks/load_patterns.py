"""Load patterns in threads whose sockets are spread over servers: a rush, or a steady rate."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, cycle
from uuid import UUID

from benchmarks.community import get_thread_topic
from benchmarks.lab import Server
from benchmarks.load import (
    BODY,
    CLIENT_ID,
    PolledSocket,
    SubscriberProtocol,
    open_polled_sockets,
    open_subscribers,
    read_all,
    wait_for_events,
)


@dataclass(frozen=True, slots=True)
class RushResult:
    """Deliveries per second, and microseconds of CPU time per delivery."""

    rate: float
    cpu: float


@dataclass(frozen=True, slots=True)
class SteadyResult:
    """Milliseconds until the last socket had each message; microseconds of CPU time per delivery."""

    until_all: list[float]
    cpu: float


@dataclass(frozen=True, slots=True)
class ThreadSessions:
    """A thread, and the sessions of its subscribers."""

    thread_id: UUID
    cookies: Sequence[str]
    bodies: Sequence[str] = (BODY,)

    @property
    def topic(self) -> str:
        return get_thread_topic(self.thread_id)


@dataclass(slots=True)
class ThreadConnections:
    """Open sockets in a thread, and the number of messages posted there."""

    place: ThreadSessions
    speaking: list[SubscriberProtocol]
    listening: list[PolledSocket] = field(default_factory=list)
    posted: int = 0

    @property
    def everybody(self) -> Sequence[SubscriberProtocol | PolledSocket]:
        return [*self.speaking, *self.listening]

    @property
    def deliveries(self) -> int:
        return self.posted * len(self.everybody)

    def leave(self) -> None:
        for voice in self.speaking:
            voice.transport.abort()
        for ear in self.listening:
            ear.close()


async def run_rush(
    servers: Sequence[Server], places: Sequence[ThreadSessions], seconds: float, speakers: int
) -> RushResult:
    """Let `speakers` sockets post in each place, each again as soon as it receives its own message."""
    sittings = [await _connect(servers, place, speakers) for place in places]
    stop = asyncio.Event()
    reading = asyncio.create_task(read_all([ear for one in sittings for ear in one.listening], stop))
    outstanding, over = dict[SubscriberProtocol, bytes](), asyncio.Event()
    started, cpu = time.perf_counter(), _cpu_seconds(servers)
    for sitting in sittings:
        _keep_posting(sitting, outstanding, over)
    await asyncio.sleep(seconds)
    # an event rather than a clock: the loop's clock may run ahead, and a post would not be counted
    over.set()
    for sitting in sittings:
        await wait_for_events(sitting.everybody, sitting.posted)
    elapsed, spent = time.perf_counter() - started, _cpu_seconds(servers) - cpu
    stop.set()
    await reading
    deliveries = sum(one.deliveries for one in sittings)
    for sitting in sittings:
        sitting.leave()
    return RushResult(deliveries / elapsed, spent / deliveries * 1e6)


def _keep_posting(
    sitting: ThreadConnections, outstanding: dict[SubscriberProtocol, bytes], over: asyncio.Event
) -> None:
    bodies = cycle(sitting.place.bodies)

    def speak(voice: SubscriberProtocol) -> None:
        outstanding[voice] = voice.post(sitting.place.thread_id, next(bodies))
        sitting.posted += 1

    def heard(voice: SubscriberProtocol, data: bytes) -> None:
        if outstanding[voice] in data and not over.is_set():
            speak(voice)

    for voice in sitting.speaking:
        voice.heard = heard
        speak(voice)


async def _connect(
    servers: Sequence[Server], place: ThreadSessions, speakers: int | None = None
) -> ThreadConnections:
    """Open the sockets of a thread, spread over the servers; `speakers` (or all) can post."""
    speaking: list[SubscriberProtocol] = []
    listening: list[PolledSocket] = []
    for nth, server in enumerate(servers):
        there = place.cookies[nth :: len(servers)]
        loud = len(there) if speakers is None else len(range(nth, speakers, len(servers)))
        listening += open_polled_sockets(server, there[loud:], place.topic)
        speaking += await open_subscribers(server, there[:loud], place.topic)
    return ThreadConnections(place, speaking, listening)


async def run_steady(
    servers: Sequence[Server], places: Sequence[ThreadSessions], rate: float, messages: int
) -> SteadyResult:
    """Post messages at a rate, in each place in turn; all sockets are read at once."""
    sittings = [await _connect(servers, place) for place in places]
    sent: dict[bytes, float] = {}
    missing: dict[bytes, int] = {}
    times: list[float] = []

    def heard(_voice: SubscriberProtocol, data: bytes) -> None:
        for found in CLIENT_ID.finditer(data):
            client_id = found.group(1)
            missing[client_id] -= 1
            if not missing[client_id]:
                times.append((time.perf_counter() - sent[client_id]) * 1000)

    for voice in chain.from_iterable(one.speaking for one in sittings):
        voice.heard = heard
    began, cpu = time.perf_counter(), _cpu_seconds(servers)
    for number in range(messages):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        sitting = sittings[number % len(sittings)]
        voice, now = sitting.speaking[sitting.posted % len(sitting.speaking)], time.perf_counter()
        client_id = voice.post(sitting.place.thread_id)
        sitting.posted += 1
        sent[client_id], missing[client_id] = now, len(sitting.speaking)
    for sitting in sittings:
        await wait_for_events(sitting.speaking, sitting.posted)
    spent = _cpu_seconds(servers) - cpu
    deliveries = sum(one.deliveries for one in sittings)
    for sitting in sittings:
        sitting.leave()
    return SteadyResult(times, spent / deliveries * 1e6)


def _cpu_seconds(servers: Sequence[Server]) -> float:
    return sum(server.cpu_seconds() for server in servers)
