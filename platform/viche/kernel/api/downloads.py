"""Files to take along, as answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import IO, Any, cast

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 64 * 1024
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def file_answer(file: IO[bytes], kind: str, name: str) -> StreamingHttpResponse:
    """A file to keep, piece by piece; nobody else keeps it on the way."""
    answer: Any = StreamingHttpResponse(_pieces(file), content_type=TYPES[kind])
    answer._resource_closers.append(file.close)  # also of an answer that nobody waits for any more
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return cast("StreamingHttpResponse", answer)


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    try:
        while piece := await sync_to_async(file.read, thread_sensitive=False)(PIECE):
            yield piece
    finally:
        file.close()
