"""Non-blocking writes to one client.

A client that does not read is disconnected, and resumes by `after`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from viche.realtime.frames import EncodedFrame
from viche.realtime.limits import Limits

Send = Callable[[dict[str, Any]], Awaitable[None]]
TOO_FAR_BEHIND = 4413
DRAINED_BELOW = 64 * 1024


class SocketWriter(Protocol):
    """What a socket writes to. `closed` is set once no more is to be written."""

    closed: bool

    def write(self, wire: EncodedFrame) -> None:
        """Write now or queue, without waiting.

        Closes with 4413 when `limits.unread` bytes are exceeded.
        """

    def waiting(self) -> int:
        """Return the number of bytes that wait for the client."""

    def close(self, code: int, reason: str) -> None:
        """Send the close frame and disconnect after at most `limits.grace`."""

    def abort(self) -> None:
        """Disconnect at once and discard the backlog."""


async def wait_until_drained(outlet: SocketWriter) -> None:
    """Wait until the client has received nearly all.

    For frames to one client alone, such as a replay.
    """
    # Only the server's protocol is notified by the transport, so this polls.
    while not outlet.closed and outlet.waiting() > DRAINED_BELOW:  # noqa: ASYNC110
        await asyncio.sleep(0.02)


def writer_for(send: Send, limits: Limits) -> SocketWriter:
    """Return the fastest writer that the server supports."""
    server = getattr(send, "__self__", None)
    if isinstance(server, WebSocketsSansIOProtocol):
        return DirectWriter(server, limits)
    return QueuedWriter(send, limits)


class DirectWriter:
    """Writes pre-framed bytes directly to uvicorn's transport."""

    __slots__ = ("_limits", "_server", "_transport", "closed")

    def __init__(self, server: WebSocketsSansIOProtocol, limits: Limits) -> None:
        self._server, self._transport = server, server.transport
        self._limits = limits
        # The server keeps the handshake's request and response for the socket's lifetime, but never reads
        # them again.
        for half in ("request", "response"):
            vars(server).pop(half, None)
        self.closed = False

    def write(self, wire: EncodedFrame) -> None:
        transport = self._transport
        if self.closed or transport.is_closing():
            return
        if transport.get_write_buffer_size() > self._limits.unread:
            self.close(TOO_FAR_BEHIND, "too far behind")
            return
        transport.write(wire.framed)

    def waiting(self) -> int:
        return 0 if self._transport.is_closing() else self._transport.get_write_buffer_size()

    def close(self, code: int, reason: str) -> None:
        if self.closed:
            return
        self.closed = True
        server, transport = self._server, self._transport
        if not transport.is_closing():
            # Through the server's protocol, which then recognises the client's close frame as the answer.
            server.conn.send_close(code, reason)
            # Behind the backlog: a slow client still receives the reason.
            transport.write(b"".join(server.conn.data_to_send()))
            server.close_sent = True
            server.close_timer = asyncio.get_running_loop().call_later(self._limits.grace, transport.abort)

    def abort(self) -> None:
        self.closed = True
        self._transport.abort()


class QueuedWriter:
    """Writes through the server's `send`, from a bounded queue that a short-lived task drains."""

    __slots__ = ("_ended", "_limits", "_queue", "_send", "_size", "_task", "closed")

    def __init__(self, send: Send, limits: Limits) -> None:
        self._send = send
        self._limits = limits
        self._queue: deque[EncodedFrame] = deque()
        self._size = 0
        self._task: asyncio.Task[None] | None = None
        self._ended: dict[str, Any] | None = None
        self.closed = False

    def write(self, wire: EncodedFrame) -> None:
        if self.closed:
            return
        if self._size > self._limits.unread:
            self.close(TOO_FAR_BEHIND, "too far behind")
            return
        self._queue.append(wire)
        self._size += len(wire.payload)
        self._run()

    def waiting(self) -> int:
        return self._size

    def close(self, code: int, reason: str) -> None:
        if self.closed:
            return
        self.closed = True
        self._ended = {"type": "websocket.close", "code": code, "reason": reason}
        self._run()

    def abort(self) -> None:
        self._queue.clear()
        self._size = 0
        self.close(1001, "")

    def _run(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._queue:
                wire = self._queue.popleft()
                await self._send({"type": "websocket.send", "text": wire.text})
                self._size -= len(wire.payload)
            if self._ended is not None:
                async with asyncio.timeout(self._limits.grace):
                    await self._send(self._ended)
        except (OSError, RuntimeError, TimeoutError):
            # The client has disconnected: uvicorn's ClientDisconnected is an OSError, others raise
            # RuntimeError.
            self.closed = True
        finally:
            self._task = None
