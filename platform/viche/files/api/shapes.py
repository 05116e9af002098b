"""What the API says of files."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID


class FileOut(TypedDict):
    """A stored file. `size` is in bytes, `width` and `height` in pixels (of pictures alone)."""

    id: UUID
    name: str
    size: int
    media_type: str
    width: int | None
    height: int | None


class FileRoomOut(TypedDict):
    """Bytes: what the reader's files take, with those that are on their way; how much they may at most, and
    one file alone.
    """

    used: int
    most: int
    largest: int


class FileLinkOut(TypedDict):
    """An address that opens the file for whoever has it, as the reader who asked, until it ends."""

    url: str
    expires_at: datetime
