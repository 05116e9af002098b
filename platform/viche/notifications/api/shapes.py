"""What the API says about notifications."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from viche.kernel.text import Text


class NotificationOut(TypedDict):
    """`reason` says why it came; `url` is the page (a path) that it leads to."""

    id: UUID
    kind: str
    title: Text
    body: Text
    reason: Text
    url: str
    created_at: datetime
    read_at: datetime | None


class MarkedRead(TypedDict):
    """How many notifications were unread."""

    marked: int


class NotificationCreatedFrame(TypedDict):
    notification: NotificationOut


class NotificationReadFrame(TypedDict):
    notification_id: UUID
    read_at: datetime


class AllReadFrame(TypedDict):
    """Everything up to and including `last_id` is read."""

    last_id: UUID
    read_at: datetime
