"""Decisions of whole groups: their votes while sockets listen, and how long the count takes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.community import Community, make_thread
from benchmarks.lab import ORIGIN, Server
from benchmarks.load import SubscriberProtocol, open_subscribers, wait_for_events
from benchmarks.load_patterns import SteadyResult, ThreadSessions
from dialogue.decisions.services.closing import transition_decision
from dialogue.decisions.services.drafts import propose_in_thread
from dialogue.models import Decision, Method, Thread, Vote, Voter
from viche.kernel.clock import now

CSRF_TOKEN = "c" * 32
OPTIONS = 8
CONSENT = '{"answer":"consent"}'


@dataclass(frozen=True, slots=True)
class Ballots:
    """A thread with an open decision, and the requests of those who vote, each once."""

    place: ThreadSessions
    requests: Sequence[bytes]


def make_ballots(community: Community, cookies: Sequence[str], votes: int) -> Ballots:
    """Open a decision of a new thread whose members have all answered but those of the requests."""
    thread = make_thread(community)
    row = _open_decision(community, thread, method=Method.CONSENT)
    voters = _list_voters(row)
    _answer(voters[votes:], [])
    sessions = {person.pk: cookie for person, cookie in zip(community.people, cookies, strict=True)}
    requests = [_build_request(one, sessions[one.mandate.person_id]) for one in voters[:votes]]
    return Ballots(ThreadSessions(thread.pk, cookies), requests)


def measure_close(community: Community) -> float:
    """Return the seconds in which a ranked decision is closed and counted that all members answered."""
    options = [{"label_uk": f"Перехрестя {number}"} for number in range(OPTIONS)]
    row = _open_decision(community, make_thread(community), method=Method.RANKED, options=options)
    _answer(_list_voters(row), [one.pk for one in row.options.all()])
    started = time.perf_counter()
    transition_decision(
        actor=community.actor(), decision_id=row.pk, to="closed", expected_version=row.version
    )
    return time.perf_counter() - started


async def run_votes(server: Server, ballots: Ballots, rate: float) -> SteadyResult:
    """Vote at a rate; all sockets are read at once. Each vote is one event, and they come in one order."""
    listening = await open_subscribers(server, ballots.place.cookies, ballots.place.topic)
    sent: list[float] = []
    times: list[float] = []
    seen = dict.fromkeys(listening, 0)
    missing = [len(listening)] * len(ballots.requests)

    def heard(voice: SubscriberProtocol, _data: bytes) -> None:
        for number in range(seen[voice], voice.counter.events):
            missing[number] -= 1
            if not missing[number]:
                times.append((time.perf_counter() - sent[number]) * 1000)
        seen[voice] = voice.counter.events

    for voice in listening:
        voice.heard = heard
    began, cpu = time.perf_counter(), server.cpu_seconds()
    async with asyncio.TaskGroup() as group:
        for number, request in enumerate(ballots.requests):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            sent.append(time.perf_counter())
            group.create_task(_send(server, request))
    await wait_for_events(listening, len(ballots.requests))
    spent = server.cpu_seconds() - cpu
    for voice in listening:
        voice.transport.abort()
    return SteadyResult(times, spent / len(ballots.requests) / len(listening) * 1e6)


def _open_decision(community: Community, thread: Thread, **facts: Any) -> Decision:
    actor, closes_at = community.actor(), now() + timedelta(days=7)
    facts |= {"title_uk": "Лежачий поліцейський біля школи?", "closes_at": closes_at}
    draft = propose_in_thread(actor=actor, thread_id=thread.pk, facts=facts)
    return transition_decision(actor=actor, decision_id=draft.pk, to="open", expected_version=draft.version)


def _list_voters(row: Decision) -> list[Voter]:
    return list(Voter.objects.filter(decision=row).select_related("mandate").order_by("id"))


def _answer(voters: Sequence[Voter], options: Sequence[Any]) -> None:
    """Store open answers in bulk: a ranking in an order by chance, or consent where there are no options."""
    chance = random.Random(len(voters))
    answer = "choose" if options else "consent"
    Vote.objects.bulk_create(
        Vote(
            voter=one,
            answer=answer,
            ranking=chance.sample(options, len(options)),
            cast_by_id=one.mandate.person_id,
            mandate=one.mandate,
        )
        for one in voters
    )
    Voter.objects.filter(pk__in=[one.pk for one in voters]).update(has_voted=True)


def _build_request(voter: Voter, cookie: str) -> bytes:
    lines = [
        f"PUT /api/v1/decisions/{voter.decision_id}/voters/{voter.pk}/vote HTTP/1.1",
        f"Host: {ORIGIN.removeprefix('http://')}",
        f"Origin: {ORIGIN}",
        f"Cookie: {cookie}; viche_csrf={CSRF_TOKEN}",
        f"X-CSRFToken: {CSRF_TOKEN}",
        "Content-Type: application/json",
        f"Content-Length: {len(CONSENT)}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", CONSENT]).encode()


async def _send(server: Server, request: bytes) -> None:
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer[:1000])
