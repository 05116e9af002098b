"""HTTP by Django, each request carried out whole on one thread of a bounded pool.

Django's own ASGI handler goes to a new thread and back for every synchronous middleware. Services, policies
and the ORM are synchronous here, so a request needs one trip to a thread, as under WSGI; the event loop stays
with the sockets.
"""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections, connections
from django.http import HttpResponseBase
from django.http.response import StreamingHttpResponse
from django.urls import set_script_prefix

from viche.config.bodies import Message, Receive, Send, brings_part
from viche.kernel.api import problems
from viche.realtime.pool import Pool


class Handler(BaseHandler):
    """The ASGI application for `http`."""

    def __init__(self, threads: int) -> None:
        """`threads` requests are worked on at once, each with at most one connection to the database."""
        super().__init__()
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
                async for part in response:
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body"})
                await self._pool.run(response.close)
            else:
                content = response.content  # type: ignore[attr-defined]  # of all but streams
                await send({"type": "http.response.body", "body": content})

    def stop(self) -> None:
        """Give every connection back once the requests under way are answered."""
        self._pool.stop()

    def _respond(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        response = self._answer(scope, body)
        response._handler_class = type(self)  # type: ignore[attr-defined]  # whom `close` names as the sender
        if isinstance(response, StreamingHttpResponse):
            connections.close_all()
        else:
            response.close()
            _give_back_unsound()
        return response

    def _answer(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            return problems.bad_request(None)
        return self.get_response(request)


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
