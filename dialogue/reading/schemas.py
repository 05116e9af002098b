"""Schemas of the read state and the notification level."""

from __future__ import annotations

from typing import Literal, TypedDict
from uuid import UUID


class ReadCommand(TypedDict):
    """Ranges of message numbers that were read: the first and the last of each, both included."""

    thread_id: UUID
    ranges: list[tuple[int, int]]


class ReadFrame(TypedDict):
    """A reader has read messages of the thread; `ranges` are all that they have read."""

    type: Literal["read"]
    topic: str
    person_id: UUID
    ranges: list[tuple[int, int]]


AttentionName = Literal["all", "usual", "muted"]


class ReadingOut(TypedDict):
    """What the reader has read: ranges of message numbers, both ends included."""

    ranges: list[tuple[int, int]]
    unread: int
    first_unread: int | None


class AttentionOut(TypedDict):
    """The notification level of the reader in a thread."""

    level: AttentionName
