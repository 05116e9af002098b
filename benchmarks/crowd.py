"""A crowd as browsers make it: each comes back by `after`, and keeps what it posted until it is acknowledged.

What everybody said and heard is noted by the clock of this process. Bytes are read frame by frame, since a
process that is killed leaves half a frame behind; what stands in them is found without parsing them.
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
from benchmarks.load import BODY, PATIENCE
from benchmarks.wire import END_OF_HEAD, SUBSCRIBED, handshake, subscribe, text_frame
from viche.kernel.ids import uuid7

# An event's number, or how a command was answered. Text in a frame has its quotes escaped.
SAID = re.compile(rb'\{"type":"(?:event","topic":"[^"]*","seq":(\d+)|(subscribed|ok|error)","id":(\d+))')
SUBSCRIPTION = 1  # the id of the command to subscribe; posts count on from it
CLOSE, PING, PONG = 0x88, 0x89, 0x8A  # first bytes of frames
COME_BACK = 0.25, 0.5  # seconds at random, doubled with each attempt that fails: as the product's own client
AGAIN_AFTER = 0.5  # seconds until a refused post is sent again
SMALL_BUFFER = 4096  # bytes
SMALL_SEGMENT = 536  # bytes
WAKING = 0.5  # seconds
READ_AT_ONCE = 262_144  # bytes
CLOSING = 127  # bytes, the longest close frame


@dataclass(slots=True)
class Ledger:
    """What was said and heard. Times are those of `time.perf_counter()`."""

    listeners: int
    due: dict[str, float] = field(default_factory=dict)  # when each message was to be posted
    acknowledged: set[str] = field(default_factory=set)
    heard_by: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # how many have this number
    heard_by_all: dict[int, float] = field(default_factory=dict)  # when the last of them got it
    deliveries: int = 0
    gaps: int = 0  # numbers that a client never heard
    duplicates: int = 0  # numbers that a client heard again
    sent_again: int = 0
    refusals: list[bytes] = field(default_factory=list)

    def hear(self, seq: int, at: float) -> None:
        self.deliveries += 1
        self.heard_by[seq] += 1
        if self.heard_by[seq] == self.listeners:
            self.heard_by_all[seq] = at


@dataclass(frozen=True, slots=True)
class Room:
    """Where the crowd meets: one thread, heard from `after` on, served by several processes."""

    servers: Sequence[Server]
    thread_id: UUID
    topic: str
    after: int


class Client:
    """One person's browser: lines come and go, what it knows and what it has not yet said for sure stay."""

    def __init__(self, room: Room, ledger: Ledger, cookie: str, home: int) -> None:
        """`home` is the server that it calls first; after a failure it calls the next one."""
        self._room = room
        self._ledger = ledger
        self._home = home
        self._numbers = count(SUBSCRIPTION + 1)
        self._outbox: dict[int, str] = {}
        self._transport: asyncio.Transport | None = None
        self.cookie = cookie
        self.known = room.after  # the number heard last
        self.listening = asyncio.Event()

    @property
    def settled(self) -> bool:
        """Whether everything it posted was acknowledged."""
        return not self._outbox

    async def live(self) -> None:
        """Come, and come back, until cancelled."""
        attempt = 0
        while True:
            await self._call()
            attempt = 0 if self.listening.is_set() else attempt + 1
            self.listening.clear()
            self._home += 1
            await asyncio.sleep(random.uniform(*COME_BACK) * 2**attempt)

    async def _call(self) -> None:
        server = self._room.servers[self._home % len(self._room.servers)]
        try:
            _transport, line = await asyncio.get_running_loop().create_connection(
                lambda: _Line(self), server.host, server.port
            )
        except OSError:
            return
        await line.gone.wait()

    def welcomed(self, transport: asyncio.Transport) -> None:
        """The line is open: resume, and say again what nobody acknowledged."""
        self._transport = transport
        transport.write(subscribe(self._room.topic, self.known))
        for number in self._outbox:
            self._ledger.sent_again += 1
            self._send(number)

    def post(self, due: float) -> None:
        """Say something that was to be said at `due`; without a line it waits for one."""
        number, client_id = next(self._numbers), str(uuid7())
        self._outbox[number] = client_id
        self._ledger.due[client_id] = due
        self._send(number)

    def _send(self, number: int) -> None:
        if self._transport is None or self._transport.is_closing() or number not in self._outbox:
            return
        frame = {"type": "post_message", "id": number, "thread_id": str(self._room.thread_id)}
        self._transport.write(text_frame({**frame, "client_id": self._outbox[number], "body": BODY}))

    def read(self, frames: bytes) -> None:
        """Take whole frames."""
        now = time.perf_counter()
        for found in SAID.finditer(frames):
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
        # An order to load anew (`resync`) is told by the gap that follows it.
        ledger.gaps += seq - self.known - 1
        self.known = seq
        ledger.hear(seq, now)

    def _answered(self, answer: bytes, number: int, text: bytes) -> None:
        if answer == b"subscribed":
            self.listening.set()
        elif answer == b"ok":
            client_id = self._outbox.pop(number, None)  # None: sent again before it was answered
            if client_id is not None:
                self._ledger.acknowledged.add(client_id)
        else:
            self._ledger.refusals.append(text)
            if number == SUBSCRIPTION:
                self.hang_up()
            else:
                self._ledger.sent_again += 1
                asyncio.get_running_loop().call_later(AGAIN_AFTER, self._send, number)

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.abort()


class _Line(asyncio.Protocol):
    """One connection of a client, cut into whole frames."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rest = b""
        self._shaken = False
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own has no such base
        self._transport.write(handshake(self._client.cookie))

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        if not self._shaken:
            _head, found, rest = data.partition(END_OF_HEAD)
            if not found:
                self._rest = data
                return
            self._shaken, data = True, rest
            self._client.welcomed(self._transport)
        end, controls = whole_frames(data)
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


def whole_frames(data: bytes) -> tuple[int, list[tuple[int, bytes]]]:
    """Where the last whole frame of a server ends (RFC 6455 §5.2; its frames are not masked), and those of
    them that ask for a pong or say goodbye: first byte and payload.
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


class Sleeper:
    """A client that subscribes and never reads again. Its kernel takes little for it."""

    def __init__(self, server: Server, cookie: str, topic: str) -> None:
        self._socket = socket.socket()
        self._socket.settimeout(PATIENCE)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        # The server's kernel measures by it how much it keeps for a line.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALL_SEGMENT)
        self._socket.connect((server.host, server.port))
        for words, answer in ((handshake(cookie), END_OF_HEAD), (subscribe(topic), SUBSCRIBED)):
            self._socket.sendall(words)
            while answer not in (data := self._socket.recv(SMALL_BUFFER)):
                if not data:
                    raise ConnectionError("the server hung up")

    def wake(self) -> tuple[int, int]:
        """Read now what waits: how many bytes, and the code with which the server hung up (0: it has not)."""
        size, last, end = 0, b"", time.monotonic() + WAKING
        self._socket.settimeout(WAKING)
        try:
            while time.monotonic() < end and (data := self._socket.recv(READ_AT_ONCE)):
                size, last = size + len(data), (last + data)[-CLOSING:]
        except OSError:
            pass  # no more, or cut off
        found = re.search(rb"\x88[\x02-\x7d](..)[ -~]*\Z", last, re.DOTALL)
        return size, int.from_bytes(found[1], "big") if found else 0

    def leave(self) -> None:
        self._socket.close()
