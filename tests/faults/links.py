"""A line between two programs that can be made worse: a proxy for TCP and Unix sockets, one per link.

All links live in the event loop of one thread (`Loop`); their methods are called from any other.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, cast

R = TypeVar("R")
Place = Path | int  # a Unix socket, or a port of this machine


class Loop:
    """An event loop in a thread of its own, so that a test may block while its links and clients go on."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="faults", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, R], patience: float | None = None) -> R:
        """Run something there to its end. Raises what it raises, TimeoutError after `patience` seconds."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(patience)

    def close(self) -> None:
        self.run(self._end_all(), 10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    async def _end_all(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class State(StrEnum):
    """What a link does with bytes and with those who come."""

    OPEN = "open"
    CUT = "cut"  # hangs up on everybody at once
    DEAD = "dead"  # takes connections and bytes, and carries nothing: half-open
    MUTE = "mute"  # carries what the client says, loses every answer


# Looks at a chunk before it is carried: (pipe, whether it comes from the client, bytes) -> False to lose it.
Tap = Callable[["Pipe", bool, bytes], bool]


class Link:
    """Listens at one place and carries to the first of `targets` that answers, in turn."""

    def __init__(self, loop: Loop, name: str, at: Place, targets: Sequence[Place]) -> None:
        self.name = name
        self.at = at
        self.targets = list(targets)
        self.state = State.OPEN
        self.delay = 0.0  # seconds, each way
        self.pace: float | None = None  # bytes a second towards the client; None: as they come
        self.tap: Tap | None = None
        self.pipes: set[Pipe] = set()
        self._loop = loop
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = loop.run(self._listen(), 10)

    # What tests call

    def cut(self) -> None:
        """End all connections and refuse new ones."""
        self.state = State.CUT
        self.sever()

    def sever(self) -> None:
        """End all connections there are; who comes again gets through."""
        self._loop.run(self._abort(lambda pipe: True))

    def heal(self, *, forget_dead: bool = True) -> None:
        """Carry again. A connection that lost bytes can never go on: it is ended, or (`forget_dead` False)
        stays dead, as when the other end has gone without a word."""
        self.state, self.delay, self.pace, self.tap = State.OPEN, 0.0, None, None
        if forget_dead:
            self._loop.run(self._abort(lambda pipe: pipe.lossy))

    def close(self) -> None:
        """Listen no more."""
        self._loop.run(self._close())

    async def _close(self) -> None:
        self._server.close()
        await self._abort(lambda pipe: True)
        await asyncio.sleep(0.05)  # the transports close themselves now

    # Inside the loop

    async def _listen(self) -> asyncio.AbstractServer:
        running = asyncio.get_running_loop()
        if isinstance(self.at, int):
            return await running.create_server(lambda: Client(self), "127.0.0.1", self.at)
        self.at.unlink(missing_ok=True)
        return await running.create_unix_server(lambda: Client(self), str(self.at))

    async def _abort(self, which: Callable[[Pipe], bool]) -> None:
        for pipe in [one for one in self.pipes if which(one)]:
            pipe.abort()

    def admit(self, pipe: Pipe) -> None:
        """Connect a new client, in a task of its own."""
        task = asyncio.get_running_loop().create_task(self._connect(pipe))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, pipe: Pipe) -> None:
        running = asyncio.get_running_loop()
        self._turn += 1
        order = (
            self.targets[self._turn % len(self.targets) :] + self.targets[: self._turn % len(self.targets)]
        )
        for target in order:
            try:
                if isinstance(target, int):
                    await running.create_connection(lambda: Server(pipe), "127.0.0.1", target)
                else:
                    await running.create_unix_connection(lambda: Server(pipe), str(target))
                return
            except OSError:
                continue
        pipe.abort()


class Pipe:
    """One connection through a link."""

    def __init__(self, link: Link, client: asyncio.Transport) -> None:
        self.link = link
        self.client = client
        self.server: asyncio.Transport | None = None
        self.lossy = False
        self.server_ended = False
        self._early: list[bytes] = []
        self._slow = bytearray()
        self._trickling = False

    def connected(self, server: asyncio.Transport) -> None:
        self.server = server
        if self.client.is_closing():
            server.abort()
            return
        for data in self._early:
            server.write(data)
        self._early.clear()

    def carry(self, from_client: bool, data: bytes) -> None:
        """Carry, delay or lose a chunk, as the link is now."""
        link = self.link
        lost = link.state is State.DEAD or (link.state is State.MUTE and not from_client)
        if self.lossy or lost or (link.tap is not None and not link.tap(self, from_client, data)):
            self.lossy = True
        elif link.delay:
            asyncio.get_running_loop().call_later(link.delay, self._write, from_client, data)
        elif link.pace is not None and not from_client:
            self._slow += data
            self._trickle()
        else:
            self._write(from_client, data)

    def _write(self, from_client: bool, data: bytes) -> None:
        if not from_client:
            self.client.write(data)
        elif self.server is None:
            self._early.append(data)
        else:
            self.server.write(data)

    def _trickle(self) -> None:
        """Hand on a byte at a time, and read no more until all that was read has gone."""
        if not self._slow or self._trickling:
            return
        if self.server is not None and not self.server.is_closing():
            self.server.pause_reading()
        self._trickling = True
        asyncio.get_running_loop().call_later(1 / (self.link.pace or 1e6), self._one_byte)

    def _one_byte(self) -> None:
        self._trickling = False
        if self.client.is_closing():
            return
        number = len(self._slow) if self.link.pace is None else 1
        self.client.write(bytes(self._slow[:number]))
        del self._slow[:number]
        if self._slow:
            self._trickle()
        elif self.server is not None and not self.server.is_closing():
            self.server.resume_reading()

    def abort(self) -> None:
        """Hang up on both."""
        self.link.pipes.discard(self)
        for transport in (self.client, self.server):
            if transport is not None:
                transport.abort()

    def ended(self, by_client: bool) -> None:
        """One end hung up: the other hears of it, unless the line is dead."""
        other = self.server if by_client else self.client
        self.server_ended |= not by_client
        if (self.lossy or self._slow) and not by_client:
            return  # nobody tells the client, or not yet
        self.link.pipes.discard(self)
        if other is not None and not other.is_closing():
            other.close()


class Client(asyncio.Protocol):
    """The end towards who connected."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._pipe: Pipe | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        line = cast("asyncio.Transport", transport)
        if self._link.state is State.CUT:
            line.abort()
            return
        self._pipe = Pipe(self._link, line)
        self._link.pipes.add(self._pipe)
        if self._link.state is State.DEAD:
            self._pipe.lossy = True
        else:
            self._link.admit(self._pipe)

    def data_received(self, data: bytes) -> None:
        if self._pipe is not None:
            self._pipe.carry(True, data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._pipe is not None:
            self._pipe.ended(True)

    def pause_writing(self) -> None:
        if self._pipe is not None and self._pipe.server is not None and not self._pipe.server.is_closing():
            self._pipe.server.pause_reading()

    def resume_writing(self) -> None:
        if self._pipe is not None and self._pipe.server is not None and not self._pipe.server.is_closing():
            self._pipe.server.resume_reading()


class Server(asyncio.Protocol):
    """The end towards the program that is linked to."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        line = cast("asyncio.Transport", transport)
        own = line.get_extra_info("socket")
        if own is not None and own.family == socket.AF_INET:
            own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pipe.connected(line)

    def data_received(self, data: bytes) -> None:
        self._pipe.carry(False, data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._pipe.ended(False)
