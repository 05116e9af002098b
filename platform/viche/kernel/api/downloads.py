"""File responses: streamed in chunks, for as long as the reader has access."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from viche.kernel.actor import Actor
from viche.kernel.api.answers import SHOWN

CHUNK_SIZE = 64 * 1024  # bytes: a chunk that is already sent when access ends cannot be recalled
CSV, PDF, ZIP = "text/csv", "application/pdf", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"csv": CSV, "xlsx": XLSX, "pdf": PDF, "zip": ZIP}


class Download(StreamingHttpResponse):
    """A file response that stops when its reader loses access.

    The server checks every second whether the sign-in of `reader` is valid, and calls `check`, which raises a
    DomainError when the reader may not read the file any more (`viche.config.handler`). `of` is what the
    endpoint records as read (`viche.kernel.api.answers`).
    """

    of: Any = SHOWN

    def __init__(
        self,
        file: IO[bytes],
        *,
        reader: Actor,
        check: Callable[[], object],
        first: bytes = b"",
        size: int | None = None,
        **options: Any,
    ) -> None:
        """Stream `file`.

        `first` was already read from it; `size` is the total number of bytes, if known.
        """
        super().__init__(_read_chunks(file, first, size), **options)
        self.reader, self.check = reader, check
        # Also closes the file of an abandoned response.
        self._resource_closers.append(file.close)  # type: ignore[attr-defined]
        if size is not None:
            self["Content-Length"] = str(size)


def respond_with_file(
    file: IO[bytes],
    kind: str,
    name: str,
    *,
    reader: Actor,
    check: Callable[[], object],
    of: Any = SHOWN,
) -> Download:
    """Return a file as an attachment that is not cached. `kind` is its suffix; `of` as for `answer`."""
    media_type = MEDIA_TYPES[kind]
    response = Download(
        file,
        reader=reader,
        check=check,
        content_type=f"{media_type}; charset=utf-8" if media_type == CSV else media_type,
        headers={
            "Content-Disposition": str(
                content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
            ),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
    response.of = of
    return response


async def _read_chunks(file: IO[bytes], first: bytes, size: int | None) -> AsyncIterator[bytes]:
    read = sync_to_async(file.read, thread_sensitive=False)
    left = None if size is None else size - len(first)
    try:
        if first:
            yield first
        while piece := await read(CHUNK_SIZE if left is None else min(CHUNK_SIZE, left)):
            left = None if left is None else left - len(piece)
            yield piece
    finally:
        file.close()
