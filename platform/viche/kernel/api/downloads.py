"""Files as answers: sent piece by piece, for as long as their reader may read them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from viche.kernel.actor import Actor

PIECE = 64 * 1024  # bytes: what is on its way when access ends cannot be called back
CSV, PDF, ZIP = "text/csv", "application/pdf", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"csv": CSV, "xlsx": XLSX, "pdf": PDF, "zip": ZIP}


class Download(StreamingHttpResponse):
    """A file that stops when its reader may not read it any more.

    The server asks every second whether the sign-in of `reader` holds, and calls `check`, which raises a
    DomainError when the reader may not read it now (`viche.config.handler`).
    """

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
        """`first` is what was read of `file` already, `size` how many bytes there are in all, if known."""
        super().__init__(_read_pieces(file, first, size), **options)
        self.reader, self.check = reader, check
        # Also of an answer that nobody waits for any more.
        self._resource_closers.append(file.close)  # type: ignore[attr-defined]
        if size is not None:
            self["Content-Length"] = str(size)


def file_answer(
    file: IO[bytes], kind: str, name: str, *, reader: Actor, check: Callable[[], object]
) -> Download:
    """Return a file to keep, which is stored nowhere on the way. `kind` is its suffix."""
    media_type = MEDIA_TYPES[kind]
    return Download(
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


async def _read_pieces(file: IO[bytes], first: bytes, size: int | None) -> AsyncIterator[bytes]:
    read = sync_to_async(file.read, thread_sensitive=False)
    left = None if size is None else size - len(first)
    try:
        if first:
            yield first
        while piece := await read(PIECE if left is None else min(PIECE, left)):
            left = None if left is None else left - len(piece)
            yield piece
    finally:
        file.close()
