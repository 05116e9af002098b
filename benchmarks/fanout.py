"""Fan-out: messages of one topic reach all subscribers, compared with the floor and with Channels.

Two load patterns. *Rush*: some of the sockets post, each again as soon as it receives its own message;
measured are deliveries per second, and CPU time per delivery. *Steady*: messages at a fixed rate; measured is
the time until all have one, and CPU time again, without the benefit of batching. A *lively* rush is one in a
thread with pending must-reads, where every fifth message mentions a person; the other arms do the plain rush.
*Votes* are answers to a decision of all members, over HTTP, two in a second: the live tally of each reaches
the sockets, compared with messages of the floor; then such a decision is closed and counted. Finally both
patterns over *many* topics, of ten groups, by two processes that share a core: few sockets receive each
message, half of them at the other process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import uvloop

from benchmarks.community import (
    Community,
    make_community,
    make_must_read_thread,
    make_session_cookies,
    make_thread,
    refresh_statistics,
    write_floor_facts,
)
from benchmarks.lab import PRODUCT, Lab, Server
from benchmarks.load import BODY
from benchmarks.load_patterns import RushResult, SteadyResult, ThreadSessions, run_rush, run_steady
from benchmarks.measure import (
    Metric,
    build_metric,
    compute_percentile,
    compute_ratio,
    leave_one_out,
    run_interleaved,
    spread,
)
from benchmarks.votes import make_ballots, measure_close, run_votes

NAME = "fanout"
SIZES = (100, 500)  # sockets
SPEAKERS = 32  # sockets that post in a rush
RATES = {100: 25.0, 500: 8.0}  # messages per second of the steady pattern
VOTE_RATE = 2.0  # answers per second: all members of a large group within minutes
GROUPS, MEMBERS, THREADS = 10, 100, 5  # for many topics: each group's members are spread over its threads
MANY_RATE = 50.0  # messages per second over all topics, each to twenty sockets
ARMS = {
    "ours": PRODUCT,
    "floor": "benchmarks.arms.floor:application",
    "usual": "benchmarks.arms.channels_consumer:application",
}

Arms = Mapping[str, Sequence[Server]]
SteadyArm = Callable[[float, int], Callable[[], SteadyResult]]  # of a rate and a number


@dataclass(frozen=True, slots=True)
class Scenario:
    """Sockets and threads of a run.

    Each run gets new threads: thousands of unread messages would slow it down.
    """

    members: Sequence[tuple[Community, Sequence[str]]]
    threads: int = 1  # per community; its sessions are spread over them
    speakers: int = SPEAKERS  # per thread
    lively: bool = False

    @property
    def sockets(self) -> int:
        return sum(len(signed_in) for _community, signed_in in self.members)

    def places(self) -> list[ThreadSessions]:
        return [
            self._place(community, signed_in[nth :: self.threads])
            for community, signed_in in self.members
            for nth in range(self.threads)
        ]

    def _place(self, community: Community, signed_in: Sequence[str]) -> ThreadSessions:
        if not self.lively:
            return ThreadSessions(make_thread(community).pk, signed_in)
        named = f"@[?](person:{community.people[-1].pk}), {BODY}"
        return ThreadSessions(make_must_read_thread(community).pk, signed_in, [*[BODY] * 4, named])


def run(lab: Lab) -> Iterable[Metric]:
    """Yield the metrics for each number of sockets, then those for many topics."""
    community = make_community(lab.size(max(SIZES), 12))
    write_floor_facts(lab, community)
    signed_in = make_session_cookies(community.people)
    with ExitStack() as stack:
        arms = {name: [stack.enter_context(lab.serve(app))] for name, app in ARMS.items()}
        for sockets in SIZES if not lab.smoke else (len(signed_in),):
            hall = Scenario([(community, signed_in[:sockets])])
            goals = {"at_least": 2.0 if sockets <= min(SIZES) else 1.4}
            found = _measure_rushes(lab, arms, hall)
            yield _rate_metric("rush_vs_floor", hall, found, "floor", **goals)
            yield _rate_metric("rush_vs_usual", hall, found, "usual", at_least=12.0)
            yield _cpu_metric("rush_cpu_per_delivery_vs_floor", hall, found)
            lively = replace(hall, lively=True)
            found = _measure_rushes(lab, arms, lively, floor=hall)
            yield _rate_metric("lively_rush_vs_floor", hall, found, "floor", **goals)
            yield _cpu_metric("lively_rush_cpu_per_delivery_vs_floor", hall, found)
            yield from _steady_metrics(lab, arms, hall, RATES.get(sockets, 20.0), prefix="")
        votes = partial(_vote_runner, arms["ours"][0], community, signed_in)
        yield from _steady_metrics(lab, arms, hall, VOTE_RATE, prefix="vote_", ours=votes)
    yield _close_metric(lab, community)
    yield from _many_topics_metrics(lab)


def _close_metric(lab: Lab, community: Community) -> Metric:
    took = [measure_close(community) for _one in range(lab.repetitions)]
    return build_metric(NAME, "close_seconds", spread(took), at_most=1.0, seats=len(community.people))


def _many_topics_metrics(lab: Lab) -> Iterable[Metric]:
    communities = [make_community(lab.size(MEMBERS, 10)) for _one in range(lab.size(GROUPS, 1))]
    hall = Scenario(
        [(one, make_session_cookies(one.people)) for one in communities], threads=THREADS, speakers=1
    )
    with ExitStack() as stack:
        arms: dict[str, list[Server]] = {
            name: [stack.enter_context(lab.serve(ARMS[name])) for _process in range(2)]
            for name in ("ours", "floor")
        }
        found = _measure_rushes(lab, arms, hall)
        yield _rate_metric("many_rush_vs_floor", hall, found, "floor", at_least=1.4)
        yield _cpu_metric("many_rush_cpu_per_delivery_vs_floor", hall, found)
        yield from _steady_metrics(lab, arms, hall, MANY_RATE, prefix="many_")


def _measure_rushes(
    lab: Lab, arms: Arms, hall: Scenario, floor: Scenario | None = None
) -> dict[str, list[RushResult]]:
    """Run the rush in each arm and return the results.

    With `floor`, only the product runs in `hall`, and only the floor runs in `floor`.
    """
    seconds = 1.2 if not lab.smoke else 0.3
    halls = dict.fromkeys(arms, hall) if floor is None else {"ours": hall, "floor": floor}
    runs = {name: _rush_runner(arms[name], one, seconds) for name, one in halls.items()}
    run_interleaved(runs, 1)  # not counted: warm-up of the new threads
    refresh_statistics()
    return run_interleaved(runs, lab.repetitions)


def _rate_metric(
    name: str, hall: Scenario, found: Mapping[str, Sequence[RushResult]], other: str, *, at_least: float
) -> Metric:
    rates = {arm: [one.rate for one in rushes] for arm, rushes in found.items()}
    at = {"sockets": hall.sockets, **{f"{arm}_per_second": spread(all_)[0] for arm, all_ in rates.items()}}
    return build_metric(NAME, name, compute_ratio(rates["ours"], rates[other]), at_least=at_least, **at)


def _cpu_metric(
    name: str, hall: Scenario, found: Mapping[str, Sequence[RushResult | SteadyResult]], **more: float
) -> Metric:
    cpus = {arm: [one.cpu for one in runs] for arm, runs in found.items()}
    at: dict[str, Any] = {
        "sockets": hall.sockets,
        **more,
        **{f"{arm}_us": spread(all_)[0] for arm, all_ in cpus.items()},
    }
    return build_metric(NAME, name, compute_ratio(cpus["ours"], cpus["floor"]), at_most=1.2, **at)


def _steady_metrics(
    lab: Lab, arms: Arms, hall: Scenario, rate: float, *, prefix: str, ours: SteadyArm | None = None
) -> Iterable[Metric]:
    """Yield the metrics of the steady pattern; `ours` does something else than to post messages."""
    messages = int(rate * (3 if not lab.smoke else 0.5))
    pair = {name: _steady_runner(arms[name], hall, rate, messages) for name in ("ours", "floor")}
    if ours is not None:
        pair["ours"] = ours(rate, messages)
    found = run_interleaved(pair, lab.repetitions)
    yield _cpu_metric(f"{prefix}cpu_per_delivery_vs_floor", hall, found, per_second=rate)
    delays = {arm: [one.until_all for one in steadies] for arm, steadies in found.items()}
    pooled = {arm: leave_one_out(one) if not lab.smoke else one for arm, one in delays.items()}
    for name, share, seen in (("p50", 0.5, delays), ("p99", 0.99, pooled)):
        times = {arm: [compute_percentile(one, share) for one in some] for arm, some in seen.items()}
        took = {f"{arm}_ms": spread(all_)[0] for arm, all_ in times.items()}
        at = {"sockets": hall.sockets, "per_second": rate, **took}
        beside = compute_ratio(times["ours"], times["floor"])
        yield build_metric(NAME, f"{prefix}post_to_all_{name}_vs_floor", beside, at_most=1.5, **at)


def _rush_runner(servers: Sequence[Server], hall: Scenario, seconds: float) -> Callable[[], RushResult]:
    return lambda: uvloop.run(run_rush(servers, hall.places(), seconds, hall.speakers))


def _steady_runner(
    servers: Sequence[Server], hall: Scenario, rate: float, messages: int
) -> Callable[[], SteadyResult]:
    return lambda: uvloop.run(run_steady(servers, hall.places(), rate, messages))


def _vote_runner(
    server: Server, community: Community, signed_in: Sequence[str], rate: float, votes: int
) -> Callable[[], SteadyResult]:
    return lambda: uvloop.run(run_votes(server, make_ballots(community, signed_in, votes), rate))
