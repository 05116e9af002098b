"""API shapes of files."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID


class FileOut(TypedDict):
    """A stored file. `size` is in bytes, `width` and `height` in pixels (images only)."""

    id: UUID
    name: str
    size: int
    media_type: str
    width: int | None
    height: int | None


class FileRoomOut(TypedDict):
    """The storage quota of the reader, in bytes.

    `used` by the reader's files, with uploads in progress; `most` is the quota, `largest` the limit of one
    file.
    """

    used: int
    most: int
    largest: int


class FileLinkOut(TypedDict):
    """A bearer URL that opens the file on behalf of the reader who requested it, until it expires."""

    url: str
    expires_at: datetime
