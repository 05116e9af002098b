"""Idle sockets: memory per logged-in socket that subscribes to one topic and does nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import uvloop

from benchmarks.community import (
    get_thread_topic,
    make_community,
    make_session_cookies,
    make_thread,
    write_floor_facts,
)
from benchmarks.lab import PRODUCT, Lab
from benchmarks.load import open_subscribers
from benchmarks.measure import Metric, build_metric, compute_ratio, run_interleaved, spread

NAME = "idle"
ARMS = {"ours": PRODUCT, "floor": "benchmarks.arms.floor:application"}
PEOPLE = 200
SETTLE = 0.5  # seconds


def run(lab: Lab) -> Iterable[Metric]:
    """Yield KiB of resident memory per socket, compared with the floor.

    Each repetition starts a new server.
    """
    sockets, warm = lab.size(2000, 200), lab.size(200, 10)
    community = make_community(lab.size(PEOPLE, 10))
    thread = make_thread(community)
    write_floor_facts(lab, community)
    signed_in = make_session_cookies(community.people)
    every = [signed_in[number % len(signed_in)] for number in range(warm + sockets)]

    def arm(app: str) -> Callable[[], float]:
        def once() -> float:
            with lab.serve(app) as server:
                return uvloop.run(
                    measure_growth(
                        server.rss_bytes, lambda part: open_subscribers(server, part, topic), every, warm
                    )
                )

        return once

    topic = get_thread_topic(thread.pk)
    # Memory hardly varies: three repetitions are enough.
    found = run_interleaved({name: arm(app) for name, app in ARMS.items()}, min(lab.repetitions, 3))
    at = {"sockets": sockets, **{f"{name}_kib": spread(all_)[0] for name, all_ in found.items()}}
    yield build_metric(
        NAME, "memory_vs_floor", compute_ratio(found["ours"], found["floor"]), at_most=1.35, **at
    )


async def measure_growth(
    memory: Callable[[], int], enter: Callable[[list[str]], object], every: list[str], warm: int
) -> float:
    """Return KiB per socket after the first `warm` ones, which pay for shared structures."""
    first = await enter(every[:warm])  # type: ignore[misc]  # a coroutine
    await asyncio.sleep(SETTLE)
    before = memory()
    rest = await enter(every[warm:])  # type: ignore[misc]
    await asyncio.sleep(SETTLE)
    grown = memory() - before
    for voice in (*first, *rest):
        voice.transport.abort()
    return grown / 1024 / (len(every) - warm)
