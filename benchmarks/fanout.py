"""Fan-out: what is said in one topic reaches everybody who listens, beside the floor and the usual way.

Two regimes. *Rush*: some of the sockets speak, each again as soon as it hears itself; deliveries a second,
and processor time per delivery. *Steady*: messages at a fixed rate; the time until all have one, and
processor time again, now without the help of events that are ready together. A *lively* rush is one in a
thread where messages wait to be acknowledged by everybody, and every fifth names somebody: the floor's and
the usual way's is as before.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import cycle
from uuid import UUID

import orjson
import uvloop

from benchmarks.community import (
    Community,
    a_community,
    a_lively_thread,
    a_thread,
    cookies,
    floor_facts,
    learn_sizes,
    thread_topic,
)
from benchmarks.lab import PRODUCT, UNBOUNDED, Lab, Server
from benchmarks.load import BODY, CLIENT_ID, Ear, Voice, ears, everything_came, read_all, voices
from benchmarks.measure import Metric, interleaved, metric, percentile, ratio, spread, without_each

NAME = "fanout"
SIZES = (100, 500)  # sockets
SPEAKERS = 32  # how many of them speak in a rush
RATES = {100: 25.0, 500: 8.0}  # messages a second when it is steady
ARMS = {
    "ours": PRODUCT,
    "floor": "benchmarks.arms.floor:application",
    "usual": "benchmarks.arms.usual:application",
}


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
    cookies: list[str]
    bodies: Sequence[str] = (BODY,)

    @property
    def topic(self) -> str:
        return thread_topic(self.thread_id)


@dataclass(frozen=True, slots=True)
class Hall:
    """Where each run gets a thread of its own: with thousands of unread messages it would slow down."""

    community: Community
    cookies: list[str]
    lively: bool = False

    def place(self) -> Place:
        if not self.lively:
            return Place(a_thread(self.community).pk, self.cookies)
        named = f"@[?](person:{self.community.people[-1].pk}), {BODY}"
        return Place(a_lively_thread(self.community).pk, self.cookies, [*[BODY] * 4, named])


def run(lab: Lab) -> Iterable[Metric]:
    """Metrics for each number of sockets."""
    community = a_community(lab.size(max(SIZES), 12))
    thread = a_thread(community)
    facts = lab.folder / "floor.json"
    facts.write_bytes(orjson.dumps(floor_facts(community, thread)))
    signed_in = cookies(community.people)
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(lab.serve(app, env={**UNBOUNDED, "BENCH_FLOOR": str(facts)}))
            for name, app in ARMS.items()
        }
        for sockets in SIZES if not lab.smoke else (len(signed_in),):
            hall = Hall(community, signed_in[:sockets])
            yield from _rushes(lab, servers, hall)
            yield from _lively_rush(lab, servers, hall)
            yield from _steadies(lab, servers, hall)


def _rushes(lab: Lab, servers: Mapping[str, Server], hall: Hall) -> Iterable[Metric]:
    seconds = 1.2 if not lab.smoke else 0.3
    arms = {name: _run_rush(server, hall, seconds) for name, server in servers.items()}
    interleaved(arms, 1)  # not counted: nothing was ever said here, and each message looks for others
    learn_sizes()
    found = interleaved(arms, lab.repetitions)
    sockets = len(hall.cookies)
    rates = {name: [one.rate for one in rushes] for name, rushes in found.items()}
    cpus = {name: [one.cpu for one in rushes] for name, rushes in found.items()}
    at = {"sockets": sockets, **{f"{name}_per_second": spread(all_)[0] for name, all_ in rates.items()}}
    goal = 2.0 if sockets <= min(SIZES) else 1.4
    yield metric(NAME, "rush_vs_floor", ratio(rates["ours"], rates["floor"]), at_least=goal, **at)
    yield metric(NAME, "rush_vs_usual", ratio(rates["ours"], rates["usual"]), at_least=12, **at)
    at = {"sockets": sockets, **{f"{name}_us": spread(all_)[0] for name, all_ in cpus.items()}}
    yield metric(
        NAME, "rush_cpu_per_delivery_vs_floor", ratio(cpus["ours"], cpus["floor"]), at_most=1.2, **at
    )


def _lively_rush(lab: Lab, servers: Mapping[str, Server], hall: Hall) -> Iterable[Metric]:
    seconds = 1.2 if not lab.smoke else 0.3
    halls = {"ours": replace(hall, lively=True), "floor": hall}
    arms = {name: _run_rush(servers[name], one, seconds) for name, one in halls.items()}
    interleaved(arms, 1)
    learn_sizes()
    found = interleaved(arms, lab.repetitions)
    sockets = len(hall.cookies)
    rates = {name: [one.rate for one in rushes] for name, rushes in found.items()}
    cpus = {name: [one.cpu for one in rushes] for name, rushes in found.items()}
    at = {"sockets": sockets, **{f"{name}_per_second": spread(all_)[0] for name, all_ in rates.items()}}
    goal = 2.0 if sockets <= min(SIZES) else 1.4
    yield metric(NAME, "lively_rush_vs_floor", ratio(rates["ours"], rates["floor"]), at_least=goal, **at)
    at = {"sockets": sockets, **{f"{name}_us": spread(all_)[0] for name, all_ in cpus.items()}}
    cpu = ratio(cpus["ours"], cpus["floor"])
    yield metric(NAME, "lively_rush_cpu_per_delivery_vs_floor", cpu, at_most=1.2, **at)


def _steadies(lab: Lab, servers: Mapping[str, Server], hall: Hall) -> Iterable[Metric]:
    sockets = len(hall.cookies)
    rate = RATES.get(sockets, 20.0)
    messages = int(rate * (3 if not lab.smoke else 0.5))
    pair = {name: servers[name] for name in ("ours", "floor")}
    found = interleaved(
        {name: _run_steady(one, hall, rate, messages) for name, one in pair.items()}, lab.repetitions
    )
    cpus = {name: [one.cpu for one in steadies] for name, steadies in found.items()}
    at = {
        "sockets": sockets,
        "per_second": rate,
        **{f"{name}_us": spread(all_)[0] for name, all_ in cpus.items()},
    }
    yield metric(NAME, "cpu_per_delivery_vs_floor", ratio(cpus["ours"], cpus["floor"]), at_most=1.2, **at)
    delays = {arm: [one.until_all for one in steadies] for arm, steadies in found.items()}
    pooled = {arm: without_each(one) if not lab.smoke else one for arm, one in delays.items()}
    for name, share, seen in (("p50", 0.5, delays), ("p99", 0.99, pooled)):
        times = {arm: [percentile(one, share) for one in some] for arm, some in seen.items()}
        at = {
            "sockets": sockets,
            "per_second": rate,
            **{f"{arm}_ms": spread(all_)[0] for arm, all_ in times.items()},
        }
        yield metric(
            NAME, f"post_to_all_{name}_vs_floor", ratio(times["ours"], times["floor"]), at_most=1.5, **at
        )


def _run_rush(server: Server, hall: Hall, seconds: float) -> Callable[[], Rush]:
    return lambda: uvloop.run(_rush(server, hall.place(), seconds))


def _run_steady(server: Server, hall: Hall, rate: float, messages: int) -> Callable[[], Steady]:
    return lambda: uvloop.run(_steady(server, hall.place(), rate, messages))


async def _rush(server: Server, place: Place, seconds: float) -> Rush:
    speakers = min(SPEAKERS, len(place.cookies))
    listening = ears(server, place.cookies[speakers:], place.topic)
    speaking = await voices(server, place.cookies[:speakers], place.topic)
    stop = asyncio.Event()
    reading = asyncio.create_task(read_all(listening, stop))
    posted, outstanding, over = 0, dict[Voice, bytes](), asyncio.Event()
    bodies = cycle(place.bodies)

    def heard(voice: Voice, data: bytes) -> None:
        nonlocal posted
        if outstanding[voice] in data and not over.is_set():
            outstanding[voice] = voice.post(place.thread_id, next(bodies))
            posted += 1

    started, cpu = time.perf_counter(), server.cpu_seconds()
    for voice in speaking:
        voice.heard = heard
        outstanding[voice] = voice.post(place.thread_id, next(bodies))
        posted += 1
    await asyncio.sleep(seconds)
    over.set()  # by no clock: the loop's own may run ahead of another, and one would speak uncounted
    everybody: Sequence[Voice | Ear] = [*listening, *speaking]
    await everything_came(everybody, posted)
    elapsed, spent = time.perf_counter() - started, server.cpu_seconds() - cpu
    stop.set()
    await reading
    _leave(speaking, listening)
    deliveries = posted * len(everybody)
    return Rush(deliveries / elapsed, spent / deliveries * 1e6)


async def _steady(server: Server, place: Place, rate: float, messages: int) -> Steady:
    hearing = await voices(server, place.cookies, place.topic)
    sent: dict[bytes, float] = {}
    missing: dict[bytes, int] = {}
    times: list[float] = []

    def heard(_voice: Voice, data: bytes) -> None:
        for found in CLIENT_ID.finditer(data):
            client_id = found.group(1)
            missing[client_id] -= 1
            if not missing[client_id]:
                times.append((time.perf_counter() - sent[client_id]) * 1000)

    for voice in hearing:
        voice.heard = heard
    began, cpu = time.perf_counter(), server.cpu_seconds()
    for number in range(messages):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        now = time.perf_counter()
        client_id = hearing[number % len(hearing)].post(place.thread_id)
        sent[client_id], missing[client_id] = now, len(hearing)
    await everything_came(hearing, messages)
    spent = server.cpu_seconds() - cpu
    _leave(hearing, [])
    return Steady(times, spent / (messages * len(hearing)) * 1e6)


def _leave(speaking: list[Voice], listening: list[Ear]) -> None:
    for voice in speaking:
        voice.transport.abort()
    for ear in listening:
        ear.close()
