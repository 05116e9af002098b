"""Limits for requests: too large or too slow ones are aborted while they arrive."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson
from django.core.handlers.asgi import ASGIRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from viche.kernel.api.problems import problem_of
from viche.kernel.errors import DomainError, HeadersTooLarge, TooLarge, TooSlow, outcome_of

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
# Any: every framework types the ASGI interface in its own way.
Application = Callable[[Any, Any, Any], Awaitable[None]]

UPLOADS = frozenset({"/api/v1/files", "/api/v1/territories/import"})
PARTS_PREFIX = "/api/v1/uploads/"  # parts of resumable uploads
MAX_HEADERS, MAX_HEADER_BYTES = 100, 32 * 1024  # their number; their total bytes
BODY_TIMEOUT = 30.0  # seconds for the next chunk of a body
PARTIAL_DETAIL = _("What came of it counts. Ask how much is here, and go on from there.")


class LimitedBodies:
    """ASGI middleware that answers 408, 413 and 431 itself and tells the application of a disconnect.

    Django spools a whole body to disk before any of our code sees it, and a body without a length has no end.
    """

    def __init__(self, application: Application, *, most: int, most_uploaded: int) -> None:
        """`most` bytes for any request, `most_uploaded` for file uploads."""
        self.application, self.most, self.most_uploaded = application, most, most_uploaded

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        is_large = scope["path"] in UPLOADS or is_upload_part(scope)
        most = self.most_uploaded if is_large else self.most
        if _exceeds_header_limits(scope["headers"]):
            await _refuse(scope, send, HeadersTooLarge())
        elif _content_length(scope) > most:
            await _refuse(scope, send, TooLarge())
        else:
            await self.application(scope, _LimitedReceive(scope, receive, send, most), send)


class _LimitedReceive:
    """The `receive` callable for the application, with limits."""

    def __init__(self, scope: Message, receive: Receive, send: Send, most: int) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._left = most
        self._arriving = True

    async def __call__(self) -> Message:
        try:
            # Once the body is complete, only a disconnect is awaited.
            async with asyncio.timeout(BODY_TIMEOUT if self._arriving else None):
                message = await self._receive()
        except TimeoutError:
            return await self._cut_off(
                TooSlow(detail=PARTIAL_DETAIL) if is_upload_part(self._scope) else TooSlow()
            )
        self._left -= len(message.get("body", b""))
        self._arriving = message.get("more_body", False)
        return message if self._left >= 0 else await self._cut_off(TooLarge())

    async def _cut_off(self, error: DomainError) -> Message:
        self._arriving = False
        await _refuse(self._scope, self._send, error)
        return {"type": "http.disconnect"}


def is_upload_part(scope: Message) -> bool:
    """Return whether the body is a part of an upload, of which the bytes before a disconnect count."""
    return scope["method"] == "PATCH" and bool(scope["path"].startswith(PARTS_PREFIX))


def _exceeds_header_limits(headers: list[tuple[bytes, bytes]]) -> bool:
    return (
        len(headers) > MAX_HEADERS
        or sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_BYTES
    )


def _content_length(scope: Message) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(length) for length in lengths if length.isdigit()), default=0)


async def _refuse(scope: Message, send: Send, error: DomainError) -> None:
    with translation.override(translation.get_language_from_request(ASGIRequest(dict(scope), io.BytesIO()))):
        body = orjson.dumps(problem_of(error))
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": outcome_of(error).status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
