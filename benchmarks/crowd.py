"""Clients that behave like browsers: they resume by `after` and retry unacknowledged posts.

What is posted and received is logged by the clock of this process. Bytes are read frame by frame, since a
killed process leaves half a frame behind; their contents are matched without parsing.
"""

from __future__ import annotations

import asyncio
import random
import re
import socket
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import cast
from uuid import UUID

from benchmarks.lab import Server
from benchmarks.load import BODY, TIMEOUT_SECONDS
from benchmarks.wire import (
    END_OF_HEAD,
    SUBSCRIBED_MARK,
    build_handshake,
    build_subscribe_frame,
    build_text_frame,
)
from viche.kernel.ids import uuid7

# The sequence number of an event, or the answer to a command. Quotes in text are escaped, so text never
# matches.
ANSWER_PATTERN = re.compile(
    rb'\{"type":"(?:event","topic":"[^"]*","seq":(\d+)|(subscribed|ok|error)","id":(\d+))'
)
SUBSCRIPTION = 1  # id of the subscribe command; ids of posts follow
CLOSE, PING, PONG = 0x88, 0x89, 0x8A  # first bytes of frames
RECONNECT_DELAY = 0.25, 0.5  # random seconds, doubled with each failed attempt: like the product's own client
RETRY_AFTER = 0.5  # seconds until a refused post is retried
SMALL_BUFFER = 4096  # bytes
SMALL_SEGMENT = 536  # bytes
WAKE_SECONDS = 0.5  # seconds
RECEIVE_BYTES = 262_144  # bytes
MAX_CLOSE_BYTES = 127  # bytes of the longest close frame


@dataclass(slots=True)
class DeliveryLog:
    """Log of posted and received messages. Times are those of `time.perf_counter()`."""

    listeners: int
    due: dict[str, float] = field(default_factory=dict)  # when each message was due
    acknowledged: set[str] = field(default_factory=set)
    # number of clients that received this sequence number
    heard_by: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    heard_by_all: dict[int, float] = field(default_factory=dict)  # when the last client received it
    deliveries: int = 0
    gaps: int = 0  # sequence numbers that a client never received
    duplicates: int = 0  # sequence numbers that a client received again
    sent_again: int = 0
    refusals: list[bytes] = field(default_factory=list)

    def hear(self, seq: int, at: float) -> None:
        self.deliveries += 1
        self.heard_by[seq] += 1
        if self.heard_by[seq] == self.listeners:
            self.heard_by_all[seq] = at


@dataclass(frozen=True, slots=True)
class ThreadTarget:
    """The thread that the crowd subscribes to from `after` on, and the processes that serve it."""

    servers: Sequence[Server]
    thread_id: UUID
    topic: str
    after: int


class Client:
    """One person's browser: connections come and go, its position and its unacknowledged posts stay."""

    def __init__(self, room: ThreadTarget, ledger: DeliveryLog, cookie: str, home: int) -> None:
        """`home` is the server to connect to first; after a failure, the next one is tried."""
        self._room = room
        self._ledger = ledger
        self._home = home
        self._numbers = count(SUBSCRIPTION + 1)
        self._outbox: dict[int, str] = {}
        self._transport: asyncio.Transport | None = None
        self.cookie = cookie
        self.known = room.after  # the last sequence number received
        self.listening = asyncio.Event()

    @property
    def settled(self) -> bool:
        """Whether all of its posts were acknowledged."""
        return not self._outbox

    async def live(self) -> None:
        """Connect, and reconnect, until cancelled."""
        attempt = 0
        while True:
            await self._call()
            attempt = 0 if self.listening.is_set() else attempt + 1
            self.listening.clear()
            self._home += 1
            await asyncio.sleep(random.uniform(*RECONNECT_DELAY) * 2**attempt)

    async def _call(self) -> None:
        server = self._room.servers[self._home % len(self._room.servers)]
        try:
            _transport, line = await asyncio.get_running_loop().create_connection(
                lambda: _Connection(self), server.host, server.port
            )
        except OSError:
            return
        await line.gone.wait()

    def handle_open(self, transport: asyncio.Transport) -> None:
        """Resume the subscription on a new connection, and resend unacknowledged posts."""
        self._transport = transport
        transport.write(build_subscribe_frame(self._room.topic, self.known))
        for number in self._outbox:
            self._ledger.sent_again += 1
            self._send(number)

    def post(self, due: float) -> None:
        """Post a message that was due at `due`; without a connection it waits for one."""
        number, client_id = next(self._numbers), str(uuid7())
        self._outbox[number] = client_id
        self._ledger.due[client_id] = due
        self._send(number)

    def _send(self, number: int) -> None:
        if self._transport is None or self._transport.is_closing() or number not in self._outbox:
            return
        frame = {"type": "post_message", "id": number, "thread_id": str(self._room.thread_id)}
        self._transport.write(build_text_frame({**frame, "client_id": self._outbox[number], "body": BODY}))

    def read(self, frames: bytes) -> None:
        """Handle whole frames."""
        now = time.perf_counter()
        for found in ANSWER_PATTERN.finditer(frames):
            seq, answer, number = found.groups()
            if seq is not None:
                self._hear(int(seq), now)
            else:
                self._answered(answer, int(number), frames[found.start() :][:500])

    def _hear(self, seq: int, now: float) -> None:
        ledger = self._ledger
        if seq <= self.known:
            ledger.duplicates += 1
            return
        # A `resync` order shows as the gap that follows it.
        ledger.gaps += seq - self.known - 1
        self.known = seq
        ledger.hear(seq, now)

    def _answered(self, answer: bytes, number: int, text: bytes) -> None:
        if answer == b"subscribed":
            self.listening.set()
        elif answer == b"ok":
            client_id = self._outbox.pop(number, None)  # None: it was resent before the answer
            if client_id is not None:
                self._ledger.acknowledged.add(client_id)
        else:
            self._ledger.refusals.append(text)
            if number == SUBSCRIPTION:
                self.hang_up()
            else:
                self._ledger.sent_again += 1
                asyncio.get_running_loop().call_later(RETRY_AFTER, self._send, number)

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.abort()


class _Connection(asyncio.Protocol):
    """A connection of a client that is cut into whole frames."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rest = b""
        self._shaken = False
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own has no such base
        self._transport.write(build_handshake(self._client.cookie))

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        if not self._shaken:
            _head, found, rest = data.partition(END_OF_HEAD)
            if not found:
                self._rest = data
                return
            self._shaken, data = True, rest
            self._client.handle_open(self._transport)
        end, controls = scan_frames(data)
        self._rest = data[end:]
        if end:
            self._client.read(data[:end])
        for opcode, payload in controls:
            self._obey(opcode, payload)

    def _obey(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self._transport.write(bytes((PONG, 0x80 | len(payload))) + b"\0\0\0\0" + payload)
        else:
            self._transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self.gone.set()


def scan_frames(data: bytes) -> tuple[int, list[tuple[int, bytes]]]:
    """Return where the last whole server frame ends, and the ping and close frames before it.

    RFC 6455 §5.2; frames of a server are not masked. Control frames are given as first byte and payload.
    """
    at, size, controls = 0, len(data), []
    while at + 2 <= size:
        length, start = data[at + 1], at + 2
        if length > 125:
            start += 2 if length == 126 else 8
            length = int.from_bytes(data[at + 2 : start], "big")
        if start + length > size:
            break
        if data[at] in (PING, CLOSE):
            controls.append((data[at], data[start : start + length]))
        at = start + length
    return at, controls


class StalledClient:
    """A client that subscribes and never reads again. Its receive buffer is small."""

    def __init__(self, server: Server, cookie: str, topic: str) -> None:
        self._socket = socket.socket()
        self._socket.settimeout(TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        # The server's kernel sizes its send buffer by the segment size.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALL_SEGMENT)
        self._socket.connect((server.host, server.port))
        for words, answer in (
            (build_handshake(cookie), END_OF_HEAD),
            (build_subscribe_frame(topic), SUBSCRIBED_MARK),
        ):
            self._socket.sendall(words)
            while answer not in (data := self._socket.recv(SMALL_BUFFER)):
                if not data:
                    raise ConnectionError("the server hung up")

    def wake(self) -> tuple[int, int]:
        """Read the waiting bytes; return their number and the server's close code (0: still open)."""
        size, last, end = 0, b"", time.monotonic() + WAKE_SECONDS
        self._socket.settimeout(WAKE_SECONDS)
        try:
            while time.monotonic() < end and (data := self._socket.recv(RECEIVE_BYTES)):
                size, last = size + len(data), (last + data)[-MAX_CLOSE_BYTES:]
        except OSError:
            pass  # no more data, or disconnected
        found = re.search(rb"\x88[\x02-\x7d](..)[ -~]*\Z", last, re.DOTALL)
        return size, int.from_bytes(found[1], "big") if found else 0

    def leave(self) -> None:
        self._socket.close()
