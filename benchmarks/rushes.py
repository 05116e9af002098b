"""People in threads whose sockets are spread over servers: all speak at once, or at a steady rate."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, cycle
from uuid import UUID

from benchmarks.community import thread_topic
from benchmarks.lab import Server
from benchmarks.load import BODY, CLIENT_ID, Ear, Voice, ears, everything_came, read_all, voices


@dataclass(frozen=True, slots=True)
class Rush:
    """Deliveries a second, and microseconds of processor time for each."""

    rate: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Steady:
    """Milliseconds until the last socket had each message; microseconds of processor time per delivery."""

    until_all: list[float]
    cpu: float


@dataclass(frozen=True, slots=True)
class Place:
    """One thread, and sign-ins of those who hear it."""

    thread_id: UUID
    cookies: Sequence[str]
    bodies: Sequence[str] = (BODY,)

    @property
    def topic(self) -> str:
        return thread_topic(self.thread_id)


@dataclass(slots=True)
class Sitting:
    """Who sits in a place, by open sockets, and how much was said there."""

    place: Place
    speaking: list[Voice]
    listening: list[Ear] = field(default_factory=list)
    posted: int = 0

    @property
    def everybody(self) -> Sequence[Voice | Ear]:
        return [*self.speaking, *self.listening]

    @property
    def deliveries(self) -> int:
        return self.posted * len(self.everybody)

    def leave(self) -> None:
        for voice in self.speaking:
            voice.transport.abort()
        for ear in self.listening:
            ear.close()


async def rush(servers: Sequence[Server], places: Sequence[Place], seconds: float, speakers: int) -> Rush:
    """So many speak in each place, each again as soon as they hear themselves."""
    sittings = [await _sit(servers, place, speakers) for place in places]
    stop = asyncio.Event()
    reading = asyncio.create_task(read_all([ear for one in sittings for ear in one.listening], stop))
    outstanding, over = dict[Voice, bytes](), asyncio.Event()
    started, cpu = time.perf_counter(), _cpu(servers)
    for sitting in sittings:
        _keep_speaking(sitting, outstanding, over)
    await asyncio.sleep(seconds)
    over.set()  # by no clock: the loop's own may run ahead of another, and one would speak uncounted
    for sitting in sittings:
        await everything_came(sitting.everybody, sitting.posted)
    elapsed, spent = time.perf_counter() - started, _cpu(servers) - cpu
    stop.set()
    await reading
    deliveries = sum(one.deliveries for one in sittings)
    for sitting in sittings:
        sitting.leave()
    return Rush(deliveries / elapsed, spent / deliveries * 1e6)


def _keep_speaking(sitting: Sitting, outstanding: dict[Voice, bytes], over: asyncio.Event) -> None:
    bodies = cycle(sitting.place.bodies)

    def speak(voice: Voice) -> None:
        outstanding[voice] = voice.post(sitting.place.thread_id, next(bodies))
        sitting.posted += 1

    def heard(voice: Voice, data: bytes) -> None:
        if outstanding[voice] in data and not over.is_set():
            speak(voice)

    for voice in sitting.speaking:
        voice.heard = heard
        speak(voice)


async def _sit(servers: Sequence[Server], place: Place, speakers: int | None = None) -> Sitting:
    """Open the sockets of a place, on each server in turn; so many (or all) of them can speak."""
    speaking: list[Voice] = []
    listening: list[Ear] = []
    for nth, server in enumerate(servers):
        there = place.cookies[nth :: len(servers)]
        loud = len(there) if speakers is None else len(range(nth, speakers, len(servers)))
        listening += ears(server, there[loud:], place.topic)
        speaking += await voices(server, there[:loud], place.topic)
    return Sitting(place, speaking, listening)


async def steady(servers: Sequence[Server], places: Sequence[Place], rate: float, messages: int) -> Steady:
    """So many messages at a rate, in each place in turn; everybody hears at once."""
    sittings = [await _sit(servers, place) for place in places]
    sent: dict[bytes, float] = {}
    missing: dict[bytes, int] = {}
    times: list[float] = []

    def heard(_voice: Voice, data: bytes) -> None:
        for found in CLIENT_ID.finditer(data):
            client_id = found.group(1)
            missing[client_id] -= 1
            if not missing[client_id]:
                times.append((time.perf_counter() - sent[client_id]) * 1000)

    for voice in chain.from_iterable(one.speaking for one in sittings):
        voice.heard = heard
    began, cpu = time.perf_counter(), _cpu(servers)
    for number in range(messages):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        sitting = sittings[number % len(sittings)]
        voice, now = sitting.speaking[sitting.posted % len(sitting.speaking)], time.perf_counter()
        client_id = voice.post(sitting.place.thread_id)
        sitting.posted += 1
        sent[client_id], missing[client_id] = now, len(sitting.speaking)
    for sitting in sittings:
        await everything_came(sitting.speaking, sitting.posted)
    spent = _cpu(servers) - cpu
    deliveries = sum(one.deliveries for one in sittings)
    for sitting in sittings:
        sitting.leave()
    return Steady(times, spent / deliveries * 1e6)


def _cpu(servers: Sequence[Server]) -> float:
    return sum(server.cpu_seconds() for server in servers)
