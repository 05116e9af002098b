"""Overload: excessive load, a client that never reads, and failures of backing services.

Two web processes share one core and serve one thread to logged-in clients; messages are posted over the same
sockets at a rate that makes more than 30,000 deliveries per second, whether or not they arrive. The load runs
alternately alone and beside a client that subscribes and never reads; the first time until the server
disconnects it. Then Valkey is killed and started a second later; then one of the web processes is killed, and
its clients reconnect to the other. Messages are posted all the time.

The goals: no gap, no duplicate, no acknowledged message lost; 30,000 deliveries per second while nothing has
failed; the stalled client costs the others at most a fifth of the median delay and a half of the 99th
percentile; and within three seconds of each failure, messages reach all clients within a quarter of a second
again. A delay runs from the time at which a message was due, so that a lagging load generator would show,
until the last client has it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import uvloop

from benchmarks.community import get_thread_topic, make_community, make_session_cookies, make_thread
from benchmarks.crowd import Client, DeliveryLog, StalledClient, ThreadTarget
from benchmarks.lab import Lab, Valkey
from benchmarks.load import TIMEOUT_SECONDS
from benchmarks.measure import Metric, build_metric, compute_percentile, compute_ratio
from dialogue.models import Message
from viche.kernel.events import get_heads
from viche.kernel.models import TopicEntry

NAME = "overload"
CLIENTS = 200
RATE = 155.0  # messages per second: 31,000 deliveries
GOAL = 30_000.0  # deliveries per second
NORMAL_DELAY = 0.25  # seconds from a post until all clients have it, in normal operation
MAX_RECOVERY = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class PartDurations:
    """Duration of each part in seconds."""

    warm: float = 1.5
    alone: float = 1.0  # before each one beside the stalled client: the machine itself has slow seconds
    beside: tuple[float, ...] = (9.0, *(1.0,) * 10)  # the server disconnects the client within the first
    away: float = 1.0  # without Valkey
    fault: float = 5.0


SHORT = PartDurations(warm=0.1, alone=0.2, beside=(0.2,), away=0.1, fault=0.8)

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Usage:
    """Deliveries so far, and the CPU seconds of the load generator and of the servers."""

    at: float
    deliveries: int
    load: float
    servers: float


@dataclass(slots=True)
class RunRecord:
    """Times of the parts, and the usage at their limits."""

    alone: list[Span] = field(default_factory=list)
    beside: list[Span] = field(default_factory=list)
    faults: dict[str, float] = field(default_factory=dict)  # by name, in their order; ends with "end"
    whole: list[Usage] = field(default_factory=list)  # at the start and the end of the part without failures
    unread: int = 0  # bytes that had arrived at the first stalled client
    hung_up: int = 0  # close code with which the server disconnected it, or 0


def run(lab: Lab) -> Iterable[Metric]:
    """Yield the metrics of one run through all parts."""
    community = make_community(lab.size(CLIENTS + 1, 9))
    thread = make_thread(community)
    topic = get_thread_topic(thread.pk)
    *crowd, sleeper = make_session_cookies(community.people)
    after = get_heads([topic])[topic]
    with lab.serve() as staying, lab.serve() as leaving:
        servers = (staying, leaving)
        room = ThreadTarget(servers, thread.pk, topic, after)
        overload = Overload(lab, room, crowd)
        uvloop.run(overload.play(lab.valkey, sleeper))
    outcome = Outcome(overload)
    for figures in (_rate_metrics, _stalled_client_metrics, _recovery_metrics, _loss_metrics):
        yield from figures(outcome)


async def _start(valkey: Valkey) -> None:
    valkey.start()
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not valkey.answers():  # noqa: ASYNC110 - another process says nothing when it is ready
            await asyncio.sleep(0.01)


async def _measure_span(seconds: float) -> Span:
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    return began, time.perf_counter()


class Overload:
    """The run, with its records."""

    def __init__(self, lab: Lab, room: ThreadTarget, crowd: Sequence[str]) -> None:
        self.room = room
        self.times = PartDurations() if not lab.smoke else SHORT
        self.rate = RATE if not lab.smoke else 40.0
        self.ledger = DeliveryLog(len(crowd))
        self.clients = [Client(room, self.ledger, cookie, home) for home, cookie in enumerate(crowd)]
        self.record = RunRecord()

    async def play(self, valkey: Valkey, sleeper: str) -> None:
        """Run all parts, then wait until all clients have everything. Raises TimeoutError otherwise."""
        living = [asyncio.create_task(client.live()) for client in self.clients]
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await asyncio.gather(*(client.listening.wait() for client in self.clients))
        talking = asyncio.create_task(self._talk())
        await self._whole(sleeper)
        await self._broken(valkey)
        talking.cancel()
        await self._settled()
        for life in living:
            life.cancel()

    async def _whole(self, sleeper: str) -> None:
        record, times = self.record, self.times
        await asyncio.sleep(times.warm)
        record.whole.append(self._used())
        for seconds in times.beside:
            record.alone.append(await _measure_span(times.alone))
            asleep = await asyncio.to_thread(StalledClient, self.room.servers[0], sleeper, self.room.topic)
            record.beside.append(await _measure_span(seconds))
            if not record.unread:
                record.unread, record.hung_up = await asyncio.to_thread(asleep.wake)
            asleep.leave()
        record.alone.append(await _measure_span(times.alone))
        record.whole.append(self._used())

    async def _broken(self, valkey: Valkey) -> None:
        faults, times = self.record.faults, self.times
        faults["valkey"] = time.perf_counter()
        valkey.kill()
        await asyncio.sleep(times.away)
        await _start(valkey)
        await asyncio.sleep(times.fault - times.away)
        faults["web"] = time.perf_counter()
        self.room.servers[1].kill()
        await asyncio.sleep(times.fault)
        faults["end"] = time.perf_counter()

    def _used(self) -> Usage:
        served = sum(server.cpu_seconds() for server in self.room.servers)
        return Usage(time.perf_counter(), self.ledger.deliveries, time.process_time(), served)

    async def _talk(self) -> None:
        """Post messages from all clients in turn, at the rate, until cancelled."""
        began, number = time.perf_counter(), 0
        while True:
            due = began + number / self.rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.clients[number % len(self.clients)].post(due)
            number += 1

    async def _settled(self) -> None:
        last = self.room.after + len(self.ledger.due)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                while any(not client.settled or client.known < last for client in self.clients):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        except TimeoutError:
            waiting = sum(not client.settled for client in self.clients)
            behind = sum(client.known < last for client in self.clients)
            raise TimeoutError(
                f"{waiting} clients wait for an answer, {behind} miss something; {self.ledger.refusals[:3]}"
            ) from None


class Outcome:
    """What the clients recorded, compared with the final contents of the database."""

    def __init__(self, overload: Overload) -> None:
        room, ledger = overload.room, overload.ledger
        names = dict(Message.objects.filter(thread_id=room.thread_id).values_list("pk", "client_id"))
        entries = TopicEntry.objects.filter(topic_id=room.topic, seq__gt=room.after)
        told = {seq: str(names[pk]) for seq, pk in entries.values_list("seq", "event__subject_id")}
        head = get_heads([room.topic])[room.topic]
        self.record, self.ledger = overload.record, ledger
        self.at = {"sockets": len(overload.clients), "per_second": overload.rate}
        self.gaps = ledger.gaps + sum(abs(head - client.known) for client in overload.clients)
        self.duplicates = ledger.duplicates + len(told) - len(set(told.values()))
        self.lost = len(ledger.acknowledged - {str(name) for name in names.values()})
        # For each message: when it was due, and the seconds until the last client had it.
        self.delays = [
            (due, at - due)
            for seq, at in ledger.heard_by_all.items()
            if (due := ledger.due.get(told[seq])) is not None
        ]

    def delays_in(self, *spans: Span) -> list[float]:
        """Return the delays in milliseconds of messages that were due in these spans."""
        return [delay * 1000 for due, delay in self.delays if any(a <= due < b for a, b in spans)]


def _rate_metrics(outcome: Outcome) -> Iterable[Metric]:
    """Yield deliveries per second without failures, and the core usage of load generator and servers."""
    before, after = outcome.record.whole
    seconds = after.at - before.at
    rate = (after.deliveries - before.deliveries) / seconds
    shares = {
        "load_core_share": (after.load - before.load) / seconds,
        "servers_core_share": (after.servers - before.servers) / seconds,
    }
    yield build_metric(NAME, "deliveries_per_second", (rate,) * 3, at_least=GOAL, **outcome.at, **shares)


def _stalled_client_metrics(outcome: Outcome) -> Iterable[Metric]:
    """Yield the cost of a stalled client to the others: delays beside it, by those before and after."""
    record = outcome.record
    at = {**outcome.at, "unread_kib": record.unread // 1024, "hung_up_with": record.hung_up}
    for name, share, goal in (("p50", 0.5, 1.2), ("p99", 0.99, 1.5)):
        beside = [compute_percentile(outcome.delays_in(span), share) for span in record.beside]
        alone = [compute_percentile(outcome.delays_in(*pair), share) for pair in pairwise(record.alone)]
        times = {"beside_ms": median(beside), "alone_ms": median(alone)}
        measured = compute_ratio(beside, alone)
        yield build_metric(NAME, f"{name}_beside_one_who_never_reads", measured, at_most=goal, **at, **times)


def _recovery_metrics(outcome: Outcome) -> Iterable[Metric]:
    """Yield the seconds from each failure until all messages arrive with normal delay again."""
    began = outcome.record.faults
    for fault, until in pairwise(began):
        # A message is charged to the failure after which its normal delay ran out.
        charged = [
            (due + delay - began[fault], delay)
            for due, delay in outcome.delays
            if began[fault] <= due + NORMAL_DELAY < began[until]
        ]
        slow = [heard for heard, delay in charged if delay > NORMAL_DELAY]
        longest = max((delay for _heard, delay in charged), default=0.0)
        at = {**outcome.at, "slow_messages": len(slow), "longest_delay_s": longest}
        seconds = max(slow, default=0.0)
        yield build_metric(NAME, f"converged_after_{fault}_s", (seconds,) * 3, at_most=MAX_RECOVERY, **at)


def _loss_metrics(outcome: Outcome) -> Iterable[Metric]:
    """Yield the counts that must be zero: gaps, duplicates and lost messages."""
    ledger = outcome.ledger
    at = {**outcome.at, "messages": len(ledger.due), "deliveries": ledger.deliveries}
    answers = {
        "acknowledged": len(ledger.acknowledged),
        "sent_again": ledger.sent_again,
        "refused": len(ledger.refusals),
    }
    counts = {"gaps": outcome.gaps, "duplicates": outcome.duplicates, "acknowledged_lost": outcome.lost}
    for name, value in counts.items():
        yield build_metric(NAME, name, (value,) * 3, at_most=0, **at, **answers)
