"""Schemas of reading."""

from __future__ import annotations

from typing import Literal, TypedDict
from uuid import UUID


class ReadCommand(TypedDict):
    """Ranges of message numbers that were seen: the first and the last of each, both included."""

    thread_id: UUID
    ranges: list[tuple[int, int]]


class ReadFrame(TypedDict):
    """Somebody has seen messages of the thread: all that they have seen."""

    type: Literal["read"]
    topic: str
    person_id: UUID
    ranges: list[tuple[int, int]]


AttentionName = Literal["all", "usual", "muted"]


class ReadingOut(TypedDict):
    """What the reader has seen: numbers from the first to the last of each range, both included."""

    ranges: list[tuple[int, int]]
    unread: int
    first_unread: int | None


class AttentionOut(TypedDict):
    """What the reader is told of in a thread."""

    level: AttentionName
