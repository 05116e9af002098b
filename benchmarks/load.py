"""The load: many sockets in one process that cost it little, so that the server stays the bottleneck."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from typing import cast
from uuid import UUID

from benchmarks.lab import Server
from benchmarks.wire import END_OF_HEAD, REFUSED, SUBSCRIBED, Counter, handshake, subscribe, text_frame
from viche.kernel.ids import uuid7

CLIENT_ID = re.compile(rb'"client_id":"([0-9a-f-]{36})"')
PATIENCE = 120.0  # seconds in which everything that was sent must have come
BODY = "Після школи на перехресті не видно пішоходів: просимо лежачого поліцейського."
READ_EVERY = 0.01  # seconds between two looks at the ears
RECEIVE = 262_144  # bytes


class Ear:
    """A subscribed socket that is read now and then: it costs the load next to nothing."""

    refusals: Sequence[bytes] = ()  # it asks for nothing

    def __init__(self, server: Server, cookie: str, topic: str) -> None:
        self._socket = socket.create_connection((server.host, server.port))
        self._socket.sendall(handshake(cookie))
        self._topic = topic
        self.counter = Counter()

    def wait(self) -> None:
        """Until it is subscribed."""
        self._socket.settimeout(PATIENCE)
        self._until(END_OF_HEAD)
        self._socket.sendall(subscribe(self._topic))
        self.counter.feed(self._until(SUBSCRIBED))
        self._socket.setblocking(False)

    def _until(self, awaited: bytes) -> bytes:
        """Read up to and past what is awaited; returns what came behind it."""
        seen = b""
        while awaited not in seen:
            data = self._socket.recv(RECEIVE)
            if not data:
                raise ConnectionError(seen[:200])
            seen += data
        return seen.partition(awaited)[2]

    def read(self) -> None:
        """Take what has come. Raises ConnectionError when the server hung up."""
        try:
            while True:
                data = self._socket.recv(RECEIVE)
                if not data:
                    raise ConnectionError("the server hung up")
                self.counter.feed(data)
                if len(data) < RECEIVE:
                    return
        except BlockingIOError:
            return

    def close(self) -> None:
        self._socket.close()


class Voice(asyncio.Protocol):
    """A subscribed socket that is heard at once. `heard` gets every piece of bytes after the subscription."""

    def __init__(self, cookie: str, topic: str | None, after: int | None = None) -> None:
        self._hello = handshake(cookie)
        self._subscribe = None if topic is None else subscribe(topic, after)
        self._awaited = END_OF_HEAD
        self._seen = b""
        self.ready: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.heard: Callable[[Voice, bytes], None] | None = None
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
            self._seen, self._awaited = rest, SUBSCRIBED
            self.transport.write(self._subscribe)
        else:
            self._seen = b""
            self.ready.set_result(time.perf_counter())
            self._take(rest)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(self._seen[:200]))

    def post(self, thread_id: UUID, body: str = BODY) -> bytes:
        """Say something; returns the client's own id of it."""
        client_id = str(uuid7())
        frame = {"type": "post_message", "id": 2, "thread_id": str(thread_id), "client_id": client_id}
        self.transport.write(text_frame({**frame, "body": body}))
        return client_id.encode()

    def _take(self, data: bytes) -> None:
        self.counter.feed(data)
        if REFUSED in data:
            self.refusals.append(data[data.index(REFUSED) :][:500])
        if self.heard is not None:
            self.heard(self, data)


async def voices(
    server: Server, cookies: Sequence[str], topic: str | None, after: int | None = None, *, at_once: int = 50
) -> list[Voice]:
    """One open socket for each cookie, subscribed when there is a topic; so many come at a time."""
    opened: list[Voice] = []
    for start in range(0, len(cookies), at_once):
        made = await asyncio.gather(
            *(_voice(server, cookie, topic, after) for cookie in cookies[start : start + at_once])
        )
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(one.ready for one in made))
        opened += made
    return opened


async def _voice(server: Server, cookie: str, topic: str | None, after: int | None) -> Voice:
    loop = asyncio.get_running_loop()
    _transport, voice = await loop.create_connection(
        lambda: Voice(cookie, topic, after), server.host, server.port
    )
    return voice


def ears(server: Server, cookies: Sequence[str], topic: str) -> list[Ear]:
    """One subscribed ear for each cookie."""
    made = []
    for start in range(0, len(cookies), 100):
        some = [Ear(server, cookie, topic) for cookie in cookies[start : start + 100]]
        for ear in some:
            ear.wait()
        made += some
    return made


async def read_all(some: Sequence[Ear], until: asyncio.Event) -> None:
    """Read the ears now and then until told to stop."""
    while not until.is_set():
        for ear in some:
            ear.read()
        await asyncio.sleep(READ_EVERY)


async def everything_came(listening: Iterable[Voice | Ear], expected: int) -> None:
    """Wait until all have `expected` events. Raises RuntimeError with what the server refused, TimeoutError
    with how many deliveries are missing.
    """
    listed, end = list(listening), time.monotonic() + PATIENCE
    while (missing := sum(expected - one.counter.events for one in listed)) > 0:
        if refusals := [refusal for one in listed for refusal in one.refusals]:
            raise RuntimeError(f"{len(refusals)} posts were refused: {refusals[0]!r}")
        if time.monotonic() > end:
            raise TimeoutError(f"{missing} deliveries never came")
        await asyncio.sleep(0.002)
    if missing < 0:
        raise RuntimeError(f"{-missing} deliveries came twice")
