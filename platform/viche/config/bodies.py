"""Requests that are larger or slower than any address takes are cut off while they arrive."""

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
# Any: every framework names the parts of the ASGI interface in its own way.
Application = Callable[[Any, Any, Any], Awaitable[None]]

UPLOADS = frozenset({"/api/v1/files", "/api/v1/territories/import"})
PARTS = "/api/v1/uploads/"  # below it files arrive part by part
MOST_HEADERS, LONGEST_HEADERS = 100, 32 * 1024  # their number; bytes of all together
PATIENCE = 30.0  # seconds in which the next part of a body has to arrive
PART_STAYS = _("What came of it counts. Ask how much is here, and go on from there.")


class LimitedBodies:
    """ASGI middleware. It answers 408, 413 and 431 itself and tells the application that the client has gone.

    Django keeps a whole body on disk before any of our code sees it; a body without a length has no end.
    """

    def __init__(self, application: Application, *, most: int, most_uploaded: int) -> None:
        """`most` bytes for any request, `most_uploaded` where files are brought."""
        self.application, self.most, self.most_uploaded = application, most, most_uploaded

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        is_large = scope["path"] in UPLOADS or brings_part(scope)
        most = self.most_uploaded if is_large else self.most
        if _is_heavy(scope["headers"]):
            await _refuse(scope, send, HeadersTooLarge())
        elif _announced(scope) > most:
            await _refuse(scope, send, TooLarge())
        else:
            await self.application(scope, _Limited(scope, receive, send, most), send)


class _Limited:
    """What the application receives instead."""

    def __init__(self, scope: Message, receive: Receive, send: Send, most: int) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._left = most
        self._arriving = True

    async def __call__(self) -> Message:
        try:
            # Once it has arrived, what is waited for is the client's going away.
            async with asyncio.timeout(PATIENCE if self._arriving else None):
                message = await self._receive()
        except TimeoutError:
            return await self._cut_off(TooSlow(detail=PART_STAYS) if brings_part(self._scope) else TooSlow())
        self._left -= len(message.get("body", b""))
        self._arriving = message.get("more_body", False)
        return message if self._left >= 0 else await self._cut_off(TooLarge())

    async def _cut_off(self, error: DomainError) -> Message:
        self._arriving = False
        await _refuse(self._scope, self._send, error)
        return {"type": "http.disconnect"}


def brings_part(scope: Message) -> bool:
    """Whether the body is a part of a file, of which counts what arrives before the line is cut."""
    return scope["method"] == "PATCH" and bool(scope["path"].startswith(PARTS))


def _is_heavy(headers: list[tuple[bytes, bytes]]) -> bool:
    return (
        len(headers) > MOST_HEADERS
        or sum(len(name) + len(value) for name, value in headers) > LONGEST_HEADERS
    )


def _announced(scope: Message) -> int:
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
