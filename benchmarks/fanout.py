"""Fan-out: what is said in one topic reaches everybody who listens, beside the floor and the usual way.

Two regimes. *Rush*: some of the sockets speak, each again as soon as it hears itself; deliveries a second,
and processor time per delivery. *Steady*: messages at a fixed rate; the time until all have one, and
processor time again, now without the help of events that are ready together. A *lively* rush is one in a
thread where messages wait to be acknowledged by everybody, and every fifth names somebody: the floor's and
the usual way's is as before. Last both regimes over *many* topics, of ten groups, by two processes that
share a core: few hear each message, and half of them at the other process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import uvloop

from benchmarks.community import (
    Community,
    a_community,
    a_lively_thread,
    a_thread,
    cookies,
    learn_sizes,
    write_floor_facts,
)
from benchmarks.lab import PRODUCT, Lab, Server
from benchmarks.load import BODY
from benchmarks.measure import Metric, interleaved, metric, percentile, ratio, spread, without_each
from benchmarks.rushes import Place, Rush, Steady, rush, steady

NAME = "fanout"
SIZES = (100, 500)  # sockets
SPEAKERS = 32  # how many of them speak in a rush
RATES = {100: 25.0, 500: 8.0}  # messages a second when it is steady
GROUPS, MEMBERS, THREADS = 10, 100, 5  # of many topics: each group's members spread over its threads
MANY_RATE = 50.0  # messages a second over all of them: each tells twenty
ARMS = {
    "ours": PRODUCT,
    "floor": "benchmarks.arms.floor:application",
    "usual": "benchmarks.arms.usual:application",
}

Arms = Mapping[str, Sequence[Server]]


@dataclass(frozen=True, slots=True)
class Hall:
    """Where each run gets threads of its own: with thousands of unread messages it would slow down."""

    members: Sequence[tuple[Community, Sequence[str]]]
    threads: int = 1  # of each community, over which its sign-ins are spread
    speakers: int = SPEAKERS  # in each thread
    lively: bool = False

    @property
    def sockets(self) -> int:
        return sum(len(signed_in) for _community, signed_in in self.members)

    def places(self) -> list[Place]:
        return [
            self._place(community, signed_in[nth :: self.threads])
            for community, signed_in in self.members
            for nth in range(self.threads)
        ]

    def _place(self, community: Community, signed_in: Sequence[str]) -> Place:
        if not self.lively:
            return Place(a_thread(community).pk, signed_in)
        named = f"@[?](person:{community.people[-1].pk}), {BODY}"
        return Place(a_lively_thread(community).pk, signed_in, [*[BODY] * 4, named])


def run(lab: Lab) -> Iterable[Metric]:
    """Metrics for each number of sockets, then those for many topics."""
    community = a_community(lab.size(max(SIZES), 12))
    write_floor_facts(lab, community)
    signed_in = cookies(community.people)
    with ExitStack() as stack:
        arms = {name: [stack.enter_context(lab.serve(app))] for name, app in ARMS.items()}
        for sockets in SIZES if not lab.smoke else (len(signed_in),):
            hall = Hall([(community, signed_in[:sockets])])
            goals = {"at_least": 2.0 if sockets <= min(SIZES) else 1.4}
            found = _rushes(lab, arms, hall)
            yield _rate("rush_vs_floor", hall, found, "floor", **goals)
            yield _rate("rush_vs_usual", hall, found, "usual", at_least=12.0)
            yield _cpu("rush_cpu_per_delivery_vs_floor", hall, found)
            lively = replace(hall, lively=True)
            found = _rushes(lab, arms, lively, floor=hall)
            yield _rate("lively_rush_vs_floor", hall, found, "floor", **goals)
            yield _cpu("lively_rush_cpu_per_delivery_vs_floor", hall, found)
            yield from _steadies(lab, arms, hall, RATES.get(sockets, 20.0), prefix="")
    yield from _many(lab)


def _many(lab: Lab) -> Iterable[Metric]:
    communities = [a_community(lab.size(MEMBERS, 10)) for _one in range(lab.size(GROUPS, 1))]
    hall = Hall([(one, cookies(one.people)) for one in communities], threads=THREADS, speakers=1)
    with ExitStack() as stack:
        arms: dict[str, list[Server]] = {
            name: [stack.enter_context(lab.serve(ARMS[name])) for _process in range(2)]
            for name in ("ours", "floor")
        }
        found = _rushes(lab, arms, hall)
        yield _rate("many_rush_vs_floor", hall, found, "floor", at_least=1.4)
        yield _cpu("many_rush_cpu_per_delivery_vs_floor", hall, found)
        yield from _steadies(lab, arms, hall, MANY_RATE, prefix="many_")


def _rushes(lab: Lab, arms: Arms, hall: Hall, floor: Hall | None = None) -> dict[str, list[Rush]]:
    """What each arm did in `hall`; all but ours in `floor`, where there is one, and then the floor alone."""
    seconds = 1.2 if not lab.smoke else 0.3
    halls = dict.fromkeys(arms, hall) if floor is None else {"ours": hall, "floor": floor}
    runs = {name: _run_rush(arms[name], one, seconds) for name, one in halls.items()}
    interleaved(runs, 1)  # not counted: nothing was ever said here, and each message looks for others
    learn_sizes()
    return interleaved(runs, lab.repetitions)


def _rate(
    name: str, hall: Hall, found: Mapping[str, Sequence[Rush]], other: str, *, at_least: float
) -> Metric:
    rates = {arm: [one.rate for one in rushes] for arm, rushes in found.items()}
    at = {"sockets": hall.sockets, **{f"{arm}_per_second": spread(all_)[0] for arm, all_ in rates.items()}}
    return metric(NAME, name, ratio(rates["ours"], rates[other]), at_least=at_least, **at)


def _cpu(name: str, hall: Hall, found: Mapping[str, Sequence[Rush | Steady]], **more: float) -> Metric:
    cpus = {arm: [one.cpu for one in runs] for arm, runs in found.items()}
    at: dict[str, Any] = {
        "sockets": hall.sockets,
        **more,
        **{f"{arm}_us": spread(all_)[0] for arm, all_ in cpus.items()},
    }
    return metric(NAME, name, ratio(cpus["ours"], cpus["floor"]), at_most=1.2, **at)


def _steadies(lab: Lab, arms: Arms, hall: Hall, rate: float, *, prefix: str) -> Iterable[Metric]:
    messages = int(rate * (3 if not lab.smoke else 0.5))
    pair = {name: _run_steady(arms[name], hall, rate, messages) for name in ("ours", "floor")}
    found = interleaved(pair, lab.repetitions)
    yield _cpu(f"{prefix}cpu_per_delivery_vs_floor", hall, found, per_second=rate)
    delays = {arm: [one.until_all for one in steadies] for arm, steadies in found.items()}
    pooled = {arm: without_each(one) if not lab.smoke else one for arm, one in delays.items()}
    for name, share, seen in (("p50", 0.5, delays), ("p99", 0.99, pooled)):
        times = {arm: [percentile(one, share) for one in some] for arm, some in seen.items()}
        took = {f"{arm}_ms": spread(all_)[0] for arm, all_ in times.items()}
        at = {"sockets": hall.sockets, "per_second": rate, **took}
        beside = ratio(times["ours"], times["floor"])
        yield metric(NAME, f"{prefix}post_to_all_{name}_vs_floor", beside, at_most=1.5, **at)


def _run_rush(servers: Sequence[Server], hall: Hall, seconds: float) -> Callable[[], Rush]:
    return lambda: uvloop.run(rush(servers, hall.places(), seconds, hall.speakers))


def _run_steady(servers: Sequence[Server], hall: Hall, rate: float, messages: int) -> Callable[[], Steady]:
    return lambda: uvloop.run(steady(servers, hall.places(), rate, messages))
