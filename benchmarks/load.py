"""Load generator: many cheap sockets in one process, so that the server stays the bottleneck."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from typing import cast
from uuid import UUID

from benchmarks.lab import Server
from benchmarks.wire import (
    END_OF_HEAD,
    ERROR_PREFIX,
    SUBSCRIBED_MARK,
    Counter,
    build_handshake,
    build_subscribe_frame,
    build_text_frame,
)
from viche.kernel.ids import uuid7

CLIENT_ID = re.compile(rb'"client_id":"([0-9a-f-]{36})"')
TIMEOUT_SECONDS = 120.0  # seconds within which everything sent must have arrived
BODY = "Після школи на перехресті не видно пішоходів: просимо лежачого поліцейського."
POLL_INTERVAL = 0.01  # seconds between polls
RECEIVE_BYTES = 262_144  # bytes


class PolledSocket:
    """A subscribed socket that is polled: it costs the load generator next to nothing."""

    refusals: Sequence[bytes] = ()  # it sends no commands

    def __init__(self, server: Server, cookie: str, topic: str) -> None:
        self._socket = socket.create_connection((server.host, server.port))
        self._socket.sendall(build_handshake(cookie))
        self._topic = topic
        self.counter = Counter()

    def wait(self) -> None:
        """Wait until it is subscribed."""
        self._socket.settimeout(TIMEOUT_SECONDS)
        self._until(END_OF_HEAD)
        self._socket.sendall(build_subscribe_frame(self._topic))
        self.counter.feed(self._until(SUBSCRIBED_MARK))
        self._socket.setblocking(False)

    def _until(self, awaited: bytes) -> bytes:
        """Read until `awaited` has arrived; return the bytes after it."""
        seen = b""
        while awaited not in seen:
            data = self._socket.recv(RECEIVE_BYTES)
            if not data:
                raise ConnectionError(seen[:200])
            seen += data
        return seen.partition(awaited)[2]

    def read(self) -> None:
        """Read what has arrived. Raises ConnectionError when the server hung up."""
        try:
            while True:
                data = self._socket.recv(RECEIVE_BYTES)
                if not data:
                    raise ConnectionError("the server hung up")
                self.counter.feed(data)
                if len(data) < RECEIVE_BYTES:
                    return
        except BlockingIOError:
            return

    def close(self) -> None:
        self._socket.close()


class SubscriberProtocol(asyncio.Protocol):
    """A subscribed socket that is read at once; `heard` gets all bytes after the subscription."""

    def __init__(self, cookie: str, topic: str | None, after: int | None = None) -> None:
        self._hello = build_handshake(cookie)
        self._subscribe = None if topic is None else build_subscribe_frame(topic, after)
        self._awaited = END_OF_HEAD
        self._seen = b""
        self.ready: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.heard: Callable[[SubscriberProtocol, bytes], None] | None = None
        self.counter = Counter()
        self.refusals: list[bytes] = []
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's own has no such base
        self.transport.write(self._hello)

    def data_received(self, data: bytes) -> None:
        if self.ready.done():
            self._take(data)
            return
        before, found, rest = (self._seen + data).partition(self._awaited)
        if not found:
            self._seen = before
        elif self._awaited is END_OF_HEAD and self._subscribe is not None:
            self._seen, self._awaited = rest, SUBSCRIBED_MARK
            self.transport.write(self._subscribe)
        else:
            self._seen = b""
            self.ready.set_result(time.perf_counter())
            self._take(rest)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(self._seen[:200]))

    def post(self, thread_id: UUID, body: str = BODY) -> bytes:
        """Post a message; return its client id."""
        client_id = str(uuid7())
        frame = {"type": "post_message", "id": 2, "thread_id": str(thread_id), "client_id": client_id}
        self.transport.write(build_text_frame({**frame, "body": body}))
        return client_id.encode()

    def _take(self, data: bytes) -> None:
        self.counter.feed(data)
        if ERROR_PREFIX in data:
            self.refusals.append(data[data.index(ERROR_PREFIX) :][:500])
        if self.heard is not None:
            self.heard(self, data)


async def open_subscribers(
    server: Server, cookies: Sequence[str], topic: str | None, after: int | None = None, *, at_once: int = 50
) -> list[SubscriberProtocol]:
    """Open a socket for each cookie, `at_once` at a time, subscribed if there is a topic."""
    opened: list[SubscriberProtocol] = []
    for start in range(0, len(cookies), at_once):
        made = await asyncio.gather(
            *(_open_subscriber(server, cookie, topic, after) for cookie in cookies[start : start + at_once])
        )
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await asyncio.gather(*(one.ready for one in made))
        opened += made
    return opened


async def _open_subscriber(
    server: Server, cookie: str, topic: str | None, after: int | None
) -> SubscriberProtocol:
    loop = asyncio.get_running_loop()
    _transport, voice = await loop.create_connection(
        lambda: SubscriberProtocol(cookie, topic, after), server.host, server.port
    )
    return voice


def open_polled_sockets(server: Server, cookies: Sequence[str], topic: str) -> list[PolledSocket]:
    """Open a subscribed polled socket for each cookie."""
    made = []
    for start in range(0, len(cookies), 100):
        some = [PolledSocket(server, cookie, topic) for cookie in cookies[start : start + 100]]
        for ear in some:
            ear.wait()
        made += some
    return made


async def read_all(some: Sequence[PolledSocket], until: asyncio.Event) -> None:
    """Poll the sockets until told to stop."""
    while not until.is_set():
        for ear in some:
            ear.read()
        await asyncio.sleep(POLL_INTERVAL)


async def wait_for_events(listening: Iterable[SubscriberProtocol | PolledSocket], expected: int) -> None:
    """Wait until all sockets have received `expected` events.

    Raises RuntimeError with the server's refusals or for duplicates, TimeoutError with the number of missing
    deliveries.
    """
    listed, end = list(listening), time.monotonic() + TIMEOUT_SECONDS
    while (missing := sum(expected - one.counter.events for one in listed)) > 0:
        if refusals := [refusal for one in listed for refusal in one.refusals]:
            raise RuntimeError(f"{len(refusals)} posts were refused: {refusals[0]!r}")
        if time.monotonic() > end:
            raise TimeoutError(f"{missing} deliveries never came")
        await asyncio.sleep(0.002)
    if missing < 0:
        raise RuntimeError(f"{-missing} deliveries came twice")
