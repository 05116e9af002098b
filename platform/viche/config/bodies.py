"""Bodies larger than any address takes are cut off while they arrive, before they fill memory or disk."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson
from django.core.handlers.asgi import ASGIRequest
from django.utils import translation

from viche.kernel.api.problems import problem_of
from viche.kernel.errors import TooLarge

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
# Any: every framework names the parts of the ASGI interface in its own way.
Application = Callable[[Any, Any, Any], Awaitable[None]]

UPLOADS = "/api/v1/files"


class LimitedBodies:
    """ASGI middleware. It answers 413 itself and tells the application that the client has gone.

    Django keeps a whole body on disk before any of our code sees it; a body without a length has no end.
    """

    def __init__(self, application: Application, *, most: int, most_uploaded: int) -> None:
        """`most` bytes for any request, `most_uploaded` where files are brought."""
        self.application, self.most, self.most_uploaded = application, most, most_uploaded

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        most = self.most_uploaded if scope["path"] == UPLOADS else self.most
        if _announced(scope) > most:
            await _refuse(scope, send)
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken <= most:
                return message
            await _refuse(scope, send)
            return {"type": "http.disconnect"}

        await self.application(scope, limited, send)


def _announced(scope: Message) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(length) for length in lengths if length.isdigit()), default=0)


async def _refuse(scope: Message, send: Send) -> None:
    with translation.override(translation.get_language_from_request(ASGIRequest(dict(scope), io.BytesIO()))):
        body = orjson.dumps(problem_of(TooLarge()))
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
