"""HTTP by Django, each request carried out whole on one thread of a bounded pool.

Django's own ASGI handler goes to a new thread and back for every synchronous middleware. Services, policies
and the ORM are synchronous here, so a request needs one trip to a thread, as under WSGI; the event loop stays
with the sockets.

A download is sent while its reader may read it: that is asked again before the next piece is sent when a
second has passed since it was last asked, and the line is cut when the answer is no.
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

from viche.accounts.live import is_live
from viche.config.bodies import Message, Receive, Send, brings_part
from viche.kernel.api import problems
from viche.kernel.api.downloads import Download
from viche.kernel.errors import DomainError
from viche.realtime.pool import Pool

logger = logging.getLogger(__name__)
NOTHING: Message = {"type": "http.response.body", "body": b"", "more_body": True}
BACKLOG = 256 * 1024  # bytes of a download that the kernel may hold for a client
ACCESS_TRUSTED = 0.9  # seconds for which a download goes on before access to it is asked again


class Handler(BaseHandler):
    """The ASGI application for `http`."""

    def __init__(self, threads: int, clock: Callable[[], float] = monotonic) -> None:
        """`threads` requests are worked on at once, each with at most one connection to the database.

        `clock` tells the seconds that pass while a download is sent.
        """
        super().__init__()
        self._clock = clock
        self.load_middleware()
        self._pool = Pool(threads, "http")
        # Its threads keep their connections from request to request; Django would give each back, for the
        # next request to fetch and to check it again.
        for signal in (signals.request_started, signals.request_finished):
            signal.disconnect(close_old_connections)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as body:
            is_whole = await _read(receive, body)
            if not is_whole and not brings_part(scope):
                return
            response = await self._pool.run(lambda: self._respond(scope, body))
            if not is_whole:
                return  # nobody is there to hear that it was kept
            await send(_start(response))
            if isinstance(response, StreamingHttpResponse):
                await self._stream(response, send)
            else:
                content = response.content  # type: ignore[attr-defined]  # of all but streams
                await send({"type": "http.response.body", "body": content})

    async def _stream(self, response: StreamingHttpResponse, send: Send) -> None:
        """Send piece by piece. The server cuts the line of an answer that does not come to its end."""
        asked_at = self._clock()
        if isinstance(response, Download):
            _bound_backlog(send)
        try:
            async for part in response:
                if isinstance(response, Download):
                    await send(NOTHING)  # waits until the client has taken most of what was sent
                    if self._clock() - asked_at >= ACCESS_TRUSTED:
                        asked_at = self._clock()
                        if not await self._pool.run(partial(_may_go_on, response)):
                            logger.info("download_stopped")
                            return
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            await self._pool.run(response.close)

    def stop(self) -> None:
        """Give every connection back once the requests under way are answered."""
        self._pool.stop()

    def _respond(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        response = self._answer(scope, body)
        response._handler_class = type(self)  # type: ignore[attr-defined]  # whom `close` names as the sender
        if not isinstance(response, StreamingHttpResponse):
            response.close()
        _give_back_unsound()
        return response

    def _answer(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            return problems.bad_request(None)
        return self.get_response(request)


def _bound_backlog(send: Send) -> None:
    """Bound what the kernel holds of a download: it would take megabytes, which nobody can call back."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)  # uvicorn's
    connection = transport.get_extra_info("socket") if transport is not None else None
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BACKLOG)


def _may_go_on(download: Download) -> bool:
    """Return whether the reader may still read it. What cannot be confirmed is not sent."""
    try:
        if not is_live(download.reader):
            return False
        download.check()
    except (DomainError, DatabaseError):
        return False
    finally:
        _give_back_unsound()
    return True


def _give_back_unsound() -> None:
    """Keep no connection on which something went wrong, or that was left in the middle of something."""
    for connection in connections.all(initialized_only=True):
        if connection.errors_occurred or not connection.autocommit:
            connection.close()


async def _read(receive: Receive, body: IO[bytes]) -> bool:
    """Take the whole body; False when the client went away, and `body` is what came until then."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    body.seek(0)
    return not more


def _start(response: HttpResponseBase) -> Message:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.OutputString().encode("ascii")) for cookie in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}
