"""Catching up: reading missed events from the log, and a storm of clients that reconnect at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Iterable, Sequence, Sized
from contextlib import ExitStack
from typing import Any

import uvloop

from benchmarks.community import (
    Community,
    get_thread_topic,
    make_community,
    make_session_cookies,
    make_thread,
    write_floor_facts,
)
from benchmarks.lab import PRODUCT, Lab, Server
from benchmarks.load import BODY, open_subscribers, wait_for_events
from benchmarks.measure import Metric, build_metric, compute_ratio, run_interleaved, spread
from dialogue.posting.services import NewMessage, post_messages
from viche.kernel.errors import DomainError
from viche.kernel.events import get_heads
from viche.kernel.ids import uuid7
from viche.kernel.sql import execute_prepared
from viche.realtime.replay import load_missed_rows

NAME = "catchup"
PEOPLE = 200
TOPICS, EVENTS = 50, 100
LIMIT = 1000  # events per topic
MISSED_IN_STORM = 5  # events missed by each client
STORMS = 9
SLICES = 25  # slices in which the queries take turns
FLOOR = "benchmarks.arms.floor:application"


def run(lab: Lab) -> Iterable[Metric]:
    """Compare the queries with `SELECT 1`, and the storm with bare connections to the floor."""
    community = make_community(lab.size(PEOPLE, 10))
    topics = [_make_topic(community, lab.size(2 * EVENTS, 10)) for _number in range(lab.size(TOPICS, 5))]
    yield from _queries(lab, topics)
    yield from _storm(lab, community)


def _make_topic(community: Community, messages: int) -> str:
    thread = make_thread(community)
    _post(community, thread.pk, messages)
    return get_thread_topic(thread.pk)


def _post(community: Community, thread_id: Any, messages: int) -> None:
    """Post messages. Raises the error with which the product refuses one."""
    for start in range(0, messages, 50):
        some = range(start, min(start + 50, messages))
        posts = [NewMessage(actor=community.actor(number), client_id=uuid7(), body=BODY) for number in some]
        for answer in post_messages(thread_id=thread_id, posts=posts):
            if isinstance(answer, DomainError):
                raise answer


def _queries(lab: Lab, topics: list[str]) -> Iterable[Metric]:
    """Yield the time of each statement in milliseconds, as the hub runs it."""
    known, events = get_heads(topics), lab.size(EVENTS, 5)
    one = [(topics[0], known[topics[0]] - events)]
    many = [(topic, known[topic] - 2) for topic in topics]
    arms = {
        "select_1": _query_timer(lambda: execute_prepared("SELECT 1", {}), 1, lab),
        "one": _query_timer(lambda: load_missed_rows(one, LIMIT), events, lab),
        "many": _query_timer(lambda: load_missed_rows(many, LIMIT), 2 * len(topics), lab),
    }
    found = run_interleaved(arms, lab.size(SLICES, 1))
    at = {"events": events, **{f"{name}_ms": spread(all_)[0] for name, all_ in found.items()}}
    yield build_metric(
        NAME,
        "missed_in_one_topic_vs_select_1",
        compute_ratio(found["one"], found["select_1"]),
        at_most=6,
        **at,
    )
    at = {**at, "topics": len(topics), "events": 2 * len(topics)}
    yield build_metric(
        NAME,
        "missed_in_many_topics_vs_select_1",
        compute_ratio(found["many"], found["select_1"]),
        at_most=8,
        **at,
    )


def _query_timer(ask: Callable[[], Sized], rows: int, lab: Lab) -> Callable[[], float]:
    times = lab.size(80, 5)

    def once() -> float:
        found = len(ask())
        if found != rows:
            raise RuntimeError(f"{found} rows instead of {rows}")
        started = time.perf_counter()
        for _time in range(times):
            ask()
        return (time.perf_counter() - started) / times * 1000

    return once


def _storm(lab: Lab, community: Community) -> Iterable[Metric]:
    """Yield the seconds until clients that reconnect at the same moment have all missed events."""
    clients = lab.size(2000, 30)
    thread = make_thread(community)
    write_floor_facts(lab, community)
    _post(community, thread.pk, MISSED_IN_STORM)
    topic = get_thread_topic(thread.pk)
    signed_in = make_session_cookies(community.people)
    back = [signed_in[number % len(signed_in)] for number in range(clients)]
    after = get_heads([topic])[topic] - MISSED_IN_STORM
    with ExitStack() as stack:
        ours, floor = (stack.enter_context(lab.serve(app)) for app in (PRODUCT, FLOOR))
        arms = {
            "ours": _storm_timer(lambda: _connect_all(ours, back, topic, after), (ours, floor)),
            "floor": _storm_timer(lambda: _connect_all(floor, back, None, None), (ours, floor)),
        }
        for come in arms.values():
            come()  # the first run imports modules and opens connections
        found = run_interleaved(arms, lab.size(STORMS, 1))
    at = {
        "clients": clients,
        "missed": MISSED_IN_STORM,
        **{f"{name}_s": spread(all_)[0] for name, all_ in found.items()},
    }
    yield build_metric(
        NAME, "storm_vs_raw_connect", compute_ratio(found["ours"], found["floor"]), at_most=1.5, **at
    )


def _storm_timer(
    come: Callable[[], Coroutine[Any, Any, float]], servers: Sequence[Server]
) -> Callable[[], float]:
    """Return a timer of a storm that starts once both servers, which share a core, are idle again."""

    def storm() -> float:
        for server in servers:
            server.rest()
        return uvloop.run(come())

    return storm


async def _connect_all(server: Server, back: list[str], topic: str | None, after: int | None) -> float:
    started = time.perf_counter()
    come = await open_subscribers(server, back, topic, after, at_once=len(back))
    if topic is not None:
        await wait_for_events(come, MISSED_IN_STORM)
    elapsed = time.perf_counter() - started
    for one in come:
        one.transport.abort()
    return elapsed
