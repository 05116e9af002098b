"""The HTTP handler: each request runs entirely on one thread of a bounded pool.

Django's own ASGI handler switches threads for every synchronous middleware. Services, policies and the ORM
are synchronous here, so a request needs one switch, as under WSGI; the event loop stays with the sockets.

A download is sent while its reader has access: this is checked again before the next chunk when a second has
passed since the last check, and the connection is closed when access has ended.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from functools import partial
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO

from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import Error as DatabaseError, close_old_connections, connections
from django.http import HttpResponseBase
from django.http.response import StreamingHttpResponse
from django.urls import set_script_prefix

from viche.accounts.session_validity import is_live
from viche.config.body_limits import Message, Receive, Send, is_upload_part
from viche.kernel.api import problems
from viche.kernel.api.downloads import Download
from viche.kernel.errors import DomainError
from viche.realtime.thread_pool import ThreadPool

logger = logging.getLogger(__name__)
EMPTY_CHUNK: Message = {"type": "http.response.body", "body": b"", "more_body": True}
SEND_BUFFER = 256 * 1024  # bytes of a download that the operating system may buffer for a client
ACCESS_CHECK_INTERVAL = 0.9  # seconds between two access checks of a download


class Handler(BaseHandler):
    """The ASGI application for `http`."""

    def __init__(self, threads: int, clock: Callable[[], float] = monotonic) -> None:
        """`threads` requests are worked on at once, each with at most one connection to the database.

        `clock` tells the seconds that pass while a download is sent.
        """
        super().__init__()
        self._clock = clock
        self.load_middleware()
        self._pool = ThreadPool(threads, "http")
        # The threads keep their connections between requests; Django would return each, for the next request
        # to fetch and check it again.
        for signal in (signals.request_started, signals.request_finished):
            signal.disconnect(close_old_connections)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as body:
            is_whole = await _read_body(receive, body)
            if not is_whole and not is_upload_part(scope):
                return
            response = await self._pool.run(lambda: self._respond(scope, body))
            if not is_whole:
                return  # the client has disconnected
            await send(_build_start_message(response))
            if isinstance(response, StreamingHttpResponse):
                await self._stream(response, send)
            else:
                content = response.content  # type: ignore[attr-defined]  # of all but streams
                await send({"type": "http.response.body", "body": content})

    async def _stream(self, response: StreamingHttpResponse, send: Send) -> None:
        """Send chunk by chunk. The server closes the connection of a response that does not finish."""
        asked_at = self._clock()
        if isinstance(response, Download):
            _bound_backlog(send)
        try:
            async for part in response:
                if isinstance(response, Download):
                    await send(EMPTY_CHUNK)  # waits until the client has received most of what was sent
                    if self._clock() - asked_at >= ACCESS_CHECK_INTERVAL:
                        asked_at = self._clock()
                        if not await self._pool.run(partial(_is_still_allowed, response)):
                            logger.info("download_stopped")
                            return
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            await self._pool.run(response.close)

    def stop(self) -> None:
        """Return every connection once the current requests are answered."""
        self._pool.stop()

    def _respond(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        response = self._answer(scope, body)
        response._handler_class = type(self)  # type: ignore[attr-defined]  # whom `close` names as the sender
        if not isinstance(response, StreamingHttpResponse):
            response.close()
        _close_broken_connections()
        return response

    def _answer(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            return problems.respond_bad_request(None)
        return self.get_response(request)


def _bound_backlog(send: Send) -> None:
    """Limit the send buffer of a download.

    Otherwise megabytes would be buffered that cannot be recalled.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)  # uvicorn's
    connection = transport.get_extra_info("socket") if transport is not None else None
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)


def _is_still_allowed(download: Download) -> bool:
    """Return whether the reader still has access. What cannot be confirmed is not sent."""
    try:
        if not is_live(download.reader):
            return False
        download.check()
    except (DomainError, DatabaseError):
        return False
    finally:
        _close_broken_connections()
    return True


def _close_broken_connections() -> None:
    """Close connections with errors or an open transaction."""
    for connection in connections.all(initialized_only=True):
        if connection.errors_occurred or not connection.autocommit:
            connection.close()


async def _read_body(receive: Receive, body: IO[bytes]) -> bool:
    """Read the body; False when the client disconnected, and `body` is what arrived until then."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    body.seek(0)
    return not more


def _build_start_message(response: HttpResponseBase) -> Message:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.OutputString().encode("ascii")) for cookie in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}
