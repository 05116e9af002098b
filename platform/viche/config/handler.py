"""HTTP by Django, each request carried out whole on one thread of a bounded pool.

Django's own ASGI handler goes to a new thread and back for every synchronous middleware. Services, policies
and the ORM are synchronous here, so a request needs one trip to a thread, as under WSGI; the event loop stays
with the sockets.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import connections
from django.http import HttpResponseBase
from django.http.response import StreamingHttpResponse
from django.urls import set_script_prefix

from viche.config.bodies import Message, Receive, Send
from viche.kernel.api import problems


class Handler(BaseHandler):
    """The ASGI application for `http`."""

    def __init__(self, threads: int) -> None:
        """`threads` requests are worked on at once, each with at most one connection to the database."""
        super().__init__()
        self.load_middleware()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="http")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as body:
            if not await _read(receive, body):
                return
            response = await self._run(self._respond, scope, body)
            await send(_start(response))
            if isinstance(response, StreamingHttpResponse):
                async for part in response:
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body"})
                await self._run(response.close)
            else:
                await send({"type": "http.response.body", "body": response.content})

    async def _run(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def _respond(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        response = self._answer(scope, body)
        response._handler_class = type(self)  # type: ignore[attr-defined]  # whom `close` names as the sender
        if isinstance(response, StreamingHttpResponse):
            connections.close_all()
        else:
            response.close()
        return response

    def _answer(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            return problems.bad_request(None)
        return self.get_response(request)


async def _read(receive: Receive, body: IO[bytes]) -> bool:
    """Take the whole body; False when the client went away."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    body.seek(0)
    return True


def _start(response: HttpResponseBase) -> Message:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.OutputString().encode("ascii")) for cookie in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}
