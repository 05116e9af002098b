"""Catching up: what was missed, read from the event log; and when everybody comes back at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Iterable, Sequence, Sized
from contextlib import ExitStack
from typing import Any

import uvloop

from benchmarks.community import Community, a_community, a_thread, cookies, thread_topic, write_floor_facts
from benchmarks.lab import PRODUCT, Lab, Server
from benchmarks.load import BODY, everything_came, voices
from benchmarks.measure import Metric, interleaved, metric, ratio, spread
from dialogue.posting.services import Post, post_messages
from viche.kernel.errors import DomainError
from viche.kernel.events import heads
from viche.kernel.ids import uuid7
from viche.kernel.sql import prepared
from viche.realtime.replay import missed_rows

NAME = "catchup"
PEOPLE = 200
TOPICS, EVENTS = 50, 100
LIMIT = 1000  # events of a topic
MISSED_IN_STORM = 5  # events that each client has missed
STORMS = 9
SLICES = 25  # in which the queries are timed, in turn
FLOOR = "benchmarks.arms.floor:application"


def run(lab: Lab) -> Iterable[Metric]:
    """The queries beside `SELECT 1`, and the storm beside bare connections to the floor."""
    community = a_community(lab.size(PEOPLE, 10))
    topics = [_talked_in(community, lab.size(2 * EVENTS, 10)) for _number in range(lab.size(TOPICS, 5))]
    yield from _queries(lab, topics)
    yield from _storm(lab, community)


def _talked_in(community: Community, messages: int) -> str:
    thread = a_thread(community)
    _say(community, thread.pk, messages)
    return thread_topic(thread.pk)


def _say(community: Community, thread_id: Any, messages: int) -> None:
    """Raise what the product answers to a message that it refuses."""
    for start in range(0, messages, 50):
        some = range(start, min(start + 50, messages))
        posts = [Post(actor=community.actor(number), client_id=uuid7(), body=BODY) for number in some]
        for answer in post_messages(thread_id=thread_id, posts=posts):
            if isinstance(answer, DomainError):
                raise answer


def _queries(lab: Lab, topics: list[str]) -> Iterable[Metric]:
    """Milliseconds of each statement, as the hub asks it."""
    known, events = heads(topics), lab.size(EVENTS, 5)
    one = [(topics[0], known[topics[0]] - events)]
    many = [(topic, known[topic] - 2) for topic in topics]
    arms = {
        "select_1": _timed(lambda: prepared("SELECT 1", {}), 1, lab),
        "one": _timed(lambda: missed_rows(one, LIMIT), events, lab),
        "many": _timed(lambda: missed_rows(many, LIMIT), 2 * len(topics), lab),
    }
    found = interleaved(arms, lab.size(SLICES, 1))
    at = {"events": events, **{f"{name}_ms": spread(all_)[0] for name, all_ in found.items()}}
    yield metric(
        NAME, "missed_in_one_topic_vs_select_1", ratio(found["one"], found["select_1"]), at_most=6, **at
    )
    at = {**at, "topics": len(topics), "events": 2 * len(topics)}
    yield metric(
        NAME, "missed_in_many_topics_vs_select_1", ratio(found["many"], found["select_1"]), at_most=8, **at
    )


def _timed(ask: Callable[[], Sized], rows: int, lab: Lab) -> Callable[[], float]:
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
    """Seconds until so many clients, who come back in the same moment, have all that they missed."""
    clients = lab.size(2000, 30)
    thread = a_thread(community)
    write_floor_facts(lab, community)
    _say(community, thread.pk, MISSED_IN_STORM)
    topic = thread_topic(thread.pk)
    signed_in = cookies(community.people)
    back = [signed_in[number % len(signed_in)] for number in range(clients)]
    after = heads([topic])[topic] - MISSED_IN_STORM
    with ExitStack() as stack:
        ours, floor = (stack.enter_context(lab.serve(app)) for app in (PRODUCT, FLOOR))
        arms = {
            "ours": _storm_of(lambda: _come(ours, back, topic, after), (ours, floor)),
            "floor": _storm_of(lambda: _come(floor, back, None, None), (ours, floor)),
        }
        for come in arms.values():
            come()  # whoever was never called imports and connects first
        found = interleaved(arms, lab.size(STORMS, 1))
    at = {
        "clients": clients,
        "missed": MISSED_IN_STORM,
        **{f"{name}_s": spread(all_)[0] for name, all_ in found.items()},
    }
    yield metric(NAME, "storm_vs_raw_connect", ratio(found["ours"], found["floor"]), at_most=1.5, **at)


def _storm_of(
    come: Callable[[], Coroutine[Any, Any, float]], servers: Sequence[Server]
) -> Callable[[], float]:
    """A storm once both servers, who share a core, have taken leave of those who came before."""

    def storm() -> float:
        for server in servers:
            server.rest()
        return uvloop.run(come())

    return storm


async def _come(server: Server, back: list[str], topic: str | None, after: int | None) -> float:
    started = time.perf_counter()
    come = await voices(server, back, topic, after, at_once=len(back))
    if topic is not None:
        await everything_came(come, MISSED_IN_STORM)
    elapsed = time.perf_counter() - started
    for one in come:
        one.transport.abort()
    return elapsed
