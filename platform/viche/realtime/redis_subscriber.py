"""The process's Redis connection for SUBSCRIBE.

It is subscribed to a channel while a local client needs it.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Iterable
from typing import Any

import hiredis
from redis.asyncio.connection import AbstractConnection, ConnectionPool
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

READ_SIZE = 256 * 1024
PING_INTERVAL = 1.0
SILENCE_TIMEOUT = (
    3.0  # seconds without a byte, pong included: the connection is dead although it was not closed
)
MAX_PAUSE = 1.0
Message = tuple[bytes, bytes]  # channel, payload


class RedisSubscriber:
    """Receives messages in the batches in which they arrive, and passes each batch on at once."""

    def __init__(
        self, url: str, *, heard: Callable[[list[Message]], None], changed: Callable[[bool], None]
    ) -> None:
        """`heard` gets each batch of messages; `changed` whether all channels are subscribed."""
        self._pool = ConnectionPool.from_url(
            url, protocol=2, socket_connect_timeout=1.0, socket_timeout=None, health_check_interval=0
        )
        self._heard = heard
        self._changed = changed
        self._channels: dict[bytes, asyncio.Future[None] | None] = {}
        self._connection: AbstractConnection | None = None
        self._awaited: set[bytes] = set()
        self._heard_at = 0.0
        self.up = False

    def listen(self, channel: bytes) -> None:
        """Subscribe to a channel. While disconnected it is only remembered."""
        if channel not in self._channels:
            self._channels[channel] = None
            self._tell("SUBSCRIBE", [channel])

    def leave(self, channel: bytes) -> None:
        waiting = self._channels.pop(channel, None)
        if waiting is not None and not waiting.done():
            waiting.cancel()
        self._tell("UNSUBSCRIBE", [channel])

    async def listening(self, channel: bytes, patience: float) -> bool:
        """Wait until the subscription is confirmed; False when disconnected or after the timeout."""
        if self._connection is None or channel not in self._channels:
            return False
        waiting = self._channels[channel]
        if waiting is None:
            waiting = self._channels[channel] = asyncio.get_running_loop().create_future()
        done, _pending = await asyncio.wait([waiting], timeout=patience)
        return bool(done) and not waiting.cancelled()

    async def run(self) -> None:
        """Keep the connection up until cancelled, with backoff and jitter."""
        pause = 0.05
        while True:
            try:
                await self._connected()
                pause = 0.05
            except (RedisError, OSError, EOFError, hiredis.HiredisError) as error:
                logger.warning("redis_line_down", extra={"error": type(error).__name__})
            finally:
                await self._hang_up()
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, not a secret
            pause = min(pause * 2, MAX_PAUSE)

    async def _connected(self) -> None:
        connection: AbstractConnection = self._pool.make_connection()  # type: ignore[no-untyped-call]
        await connection.connect()  # type: ignore[no-untyped-call]
        self._connection = connection
        self._awaited = set(self._channels)
        for channel in self._channels:
            self._channels[channel] = None
        self._tell("SUBSCRIBE", self._channels)
        if not self._awaited:
            self._set(True)
        keep_alive = asyncio.create_task(self._keep_alive())
        try:
            await self._read(connection)
        finally:
            keep_alive.cancel()

    async def _read(self, connection: AbstractConnection) -> None:
        # Read the stream itself, not redis-py's single replies: one wake-up takes everything that has
        # arrived.
        reader, parser, clock = connection._reader, hiredis.Reader(), asyncio.get_running_loop().time
        while reader is not None and (data := await reader.read(READ_SIZE)):
            self._heard_at = clock()
            parser.feed(data)
            messages: list[Message] = []
            while (reply := parser.gets()) is not False:
                self._sort(reply, messages)
            if messages:
                self._heard(messages)
        raise EOFError

    def _sort(self, reply: Any, messages: list[Message]) -> None:
        if isinstance(reply, Exception):
            raise reply
        if reply[0] == b"message":
            messages.append((reply[1], reply[2]))
        elif reply[0] == b"subscribe":
            self._confirmed(reply[1])

    def _confirmed(self, channel: bytes) -> None:
        self._awaited.discard(channel)
        if channel in self._channels:
            waiting = self._channels[channel]
            if waiting is None:
                waiting = self._channels[channel] = asyncio.get_running_loop().create_future()
            if not waiting.done():
                waiting.set_result(None)
        if not self._awaited:
            self._set(True)

    async def _keep_alive(self) -> None:
        clock = asyncio.get_running_loop().time
        self._heard_at = clock()
        while clock() - self._heard_at < SILENCE_TIMEOUT:
            self._tell("PING", [])
            await asyncio.sleep(PING_INTERVAL)
        if self._connection is not None and self._connection._writer is not None:
            self._connection._writer.transport.abort()  # ends the read

    def _tell(self, command: str, channels: Iterable[bytes]) -> None:
        arguments = list(channels)
        writer = None if self._connection is None else self._connection._writer
        if writer is None or writer.is_closing() or (command != "PING" and not arguments):
            return
        writer.write(hiredis.pack_command((command, *arguments)))  # type: ignore[arg-type]  # any number of them

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        for channel, waiting in self._channels.items():
            if waiting is not None and not waiting.done():
                waiting.cancel()
            self._channels[channel] = None
        self._set(False)
        if connection is not None:
            await connection.disconnect(nowait=True)

    def _set(self, up: bool) -> None:
        if self.up != up:
            self.up = up
            self._changed(up)
