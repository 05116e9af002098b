"""Idle sockets: what a signed-in socket that listens to one topic and says nothing costs in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import uvloop

from benchmarks.community import a_community, a_thread, cookies, thread_topic, write_floor_facts
from benchmarks.lab import PRODUCT, Lab
from benchmarks.load import voices
from benchmarks.measure import Metric, interleaved, metric, ratio, spread

NAME = "idle"
ARMS = {"ours": PRODUCT, "floor": "benchmarks.arms.floor:application"}
PEOPLE = 200
SETTLE = 0.5  # seconds


def run(lab: Lab) -> Iterable[Metric]:
    """KiB of resident memory for each socket, beside the floor. Each repetition starts a fresh server."""
    sockets, warm = lab.size(2000, 200), lab.size(200, 10)
    community = a_community(lab.size(PEOPLE, 10))
    thread = a_thread(community)
    write_floor_facts(lab, community)
    signed_in = cookies(community.people)
    every = [signed_in[number % len(signed_in)] for number in range(warm + sockets)]

    def arm(app: str) -> Callable[[], float]:
        def once() -> float:
            with lab.serve(app) as server:
                return uvloop.run(
                    grow(server.rss_bytes, lambda part: voices(server, part, topic), every, warm)
                )

        return once

    topic = thread_topic(thread.pk)
    # Memory hardly varies: three are enough.
    found = interleaved({name: arm(app) for name, app in ARMS.items()}, min(lab.repetitions, 3))
    at = {"sockets": sockets, **{f"{name}_kib": spread(all_)[0] for name, all_ in found.items()}}
    yield metric(NAME, "memory_vs_floor", ratio(found["ours"], found["floor"]), at_most=1.35, **at)


async def grow(
    memory: Callable[[], int], enter: Callable[[list[str]], object], every: list[str], warm: int
) -> float:
    """KiB for each socket after the first `warm`, which pay for what all share."""
    first = await enter(every[:warm])  # type: ignore[misc]  # a coroutine
    await asyncio.sleep(SETTLE)
    before = memory()
    rest = await enter(every[warm:])  # type: ignore[misc]
    await asyncio.sleep(SETTLE)
    grown = memory() - before
    for voice in (*first, *rest):
        voice.transport.abort()
    return grown / 1024 / (len(every) - warm)
