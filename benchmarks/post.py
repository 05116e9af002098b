"""Posting over REST: requests per second, compared with a stock DRF viewset.

The viewset only inserts one row. Ours is the whole product: session cookie, CSRF, rate limit,
Idempotency-Key, strict input, policy, sequence number, event and frame, all stored durably. Stock is
`benchmarks.arms.stock`. Each keep-alive connection belongs to one person and sends its next request when the
last one was answered. *Spread*: each in a thread of their own; *hot*: all in one thread, where they contend
for its message numbers.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import cast

import orjson
import uvloop

from benchmarks.arms.names import STOCK_CSRF, STOCK_SESSIONS
from benchmarks.community import make_community, make_session_cookies, make_thread, refresh_statistics
from benchmarks.lab import ORIGIN, PRODUCT, Lab, Server
from benchmarks.load import BODY
from benchmarks.measure import Metric, build_metric, compute_ratio, run_interleaved, spread
from viche.kernel.ids import uuid7

NAME = "post"
CONNECTIONS = 16
SECONDS = 0.7  # per turn: short, so that a slow moment of the machine hits all arms alike
TURNS = 3  # per repetition
STOCK = "benchmarks.arms.stock:application"
GOAL = 1.2
CSRF_TOKEN = "c" * 32
LENGTH_PATTERN = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Writer:
    """Requests of one person: path, headers, and a factory of further headers and bodies."""

    path: str
    headers: str
    next: Callable[[], tuple[str, bytes]]

    def request(self) -> bytes:
        own, body = self.next()
        head = f"POST {self.path} HTTP/1.1\r\n{self.headers}{own}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


@dataclass(frozen=True, slots=True)
class TurnResult:
    """Requests per second, and milliseconds of the server's CPU time per request."""

    rate: float
    cpu: float


class WriterConnection(asyncio.Protocol):
    """A person who sends the next request as soon as the last one is answered, until `end`."""

    def __init__(self, writer: Writer, end: float) -> None:
        self._writer, self._end, self._seen = writer, end, b""
        self.answered = 0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._writer.request())

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head, found, body = self._seen.partition(b"\r\n\r\n")
        length = LENGTH_PATTERN.search(head + b"\r\n")
        if not found or length is None or len(body) < int(length[1]):
            return
        if not head.startswith(b"HTTP/1.1 201"):
            self._finish(RuntimeError(self._seen[:1000]))
            return
        self._seen = b""
        self.answered += 1
        if time.perf_counter() < self._end:
            self._transport.write(self._writer.request())
        else:
            self._finish(None)

    def connection_lost(self, error: Exception | None) -> None:
        self._finish(error or ConnectionError("the server hung up"))

    def _finish(self, error: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None) if error is None else self.over.set_exception(error)
            self._transport.close()


def run(lab: Lab) -> Iterable[Metric]:
    """Yield a metric for a thread per person, and one for a shared thread."""
    lab.django()
    community = make_community(CONNECTIONS)
    signed_in = make_session_cookies(community.people)
    threads = [str(make_thread(community).pk) for _person in community.people]
    keys = [f"stock-session-{number}" for number in range(CONNECTIONS)]
    with ExitStack() as stack:
        ours = stack.enter_context(lab.serve(PRODUCT))
        stock = stack.enter_context(lab.serve(STOCK, env={STOCK_SESSIONS: ",".join(keys)}))
        arms = {
            "spread": _turn_runner(
                lab, ours, [_our_writer(*one) for one in zip(threads, signed_in, strict=True)]
            ),
            "hot": _turn_runner(lab, ours, [_our_writer(threads[0], cookie) for cookie in signed_in]),
            "stock": _turn_runner(lab, stock, [_stock_writer(key) for key in keys]),
        }
        turns = TURNS if not lab.smoke else 1
        run_interleaved(arms, turns)  # not counted: warm-up of the new threads
        refresh_statistics()
        found = run_interleaved(arms, lab.repetitions * turns)
    for name in ("spread", "hot"):
        yield _vs_stock_metric(name, found)


def _vs_stock_metric(name: str, found: Mapping[str, Sequence[TurnResult]]) -> Metric:
    rates = {arm: [one.rate for one in runs] for arm, runs in found.items()}
    cpus = {arm: spread([one.cpu for one in runs])[0] for arm, runs in found.items()}
    return build_metric(
        NAME,
        f"{name}_vs_stock",
        compute_ratio(rates[name], rates["stock"]),
        at_least=GOAL,
        connections=CONNECTIONS,
        ours_per_second=spread(rates[name])[0],
        stock_per_second=spread(rates["stock"])[0],
        ours_cpu_ms=cpus[name],
        stock_cpu_ms=cpus["stock"],
    )


def _our_writer(thread_id: str, session: str) -> Writer:
    def following() -> tuple[str, bytes]:
        client_id = str(uuid7())
        return f"Idempotency-Key: {client_id}\r\n", orjson.dumps({"client_id": client_id, "body": BODY})

    cookie = f"{session}; viche_csrf={CSRF_TOKEN}"
    return Writer(f"/api/v1/threads/{thread_id}/messages", _headers(cookie, CSRF_TOKEN), following)


def _stock_writer(key: str) -> Writer:
    def following() -> tuple[str, bytes]:
        return "", orjson.dumps({"body": BODY})

    return Writer("/notes/", _headers(f"sessionid={key}; csrftoken={STOCK_CSRF}", STOCK_CSRF), following)


def _headers(cookie: str, token: str) -> str:
    host = ORIGIN.removeprefix("http://")
    return (
        f"Host: {host}\r\nOrigin: {ORIGIN}\r\nCookie: {cookie}\r\nX-CSRFToken: {token}\r\n"
        "Content-Type: application/json\r\nAccept: application/json\r\n"
    )


def _turn_runner(lab: Lab, server: Server, writers: Sequence[Writer]) -> Callable[[], TurnResult]:
    seconds = SECONDS if not lab.smoke else 0.3
    return lambda: uvloop.run(_run_turn(server, writers, seconds))


async def _run_turn(server: Server, writers: Sequence[Writer], seconds: float) -> TurnResult:
    started, cpu = time.perf_counter(), server.cpu_seconds()
    opened = [await _open(server, one, started + seconds) for one in writers]
    await asyncio.gather(*(one.over for one in opened))
    answered = sum(one.answered for one in opened)
    elapsed, spent = time.perf_counter() - started, server.cpu_seconds() - cpu
    return TurnResult(answered / elapsed, spent / answered * 1000)


async def _open(server: Server, writer: Writer, end: float) -> WriterConnection:
    loop = asyncio.get_running_loop()
    _transport, connection = await loop.create_connection(
        lambda: WriterConnection(writer, end), server.host, server.port
    )
    return connection
