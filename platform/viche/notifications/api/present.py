"""From rows to the shapes of the API."""

from __future__ import annotations

from collections.abc import Sequence

from viche.kernel.actor import Actor
from viche.notifications.api.shapes import NotificationOut
from viche.notifications.models import Notification
from viche.notifications.notices import Words
from viche.notifications.selectors import words_of


def notifications(reader: Actor, rows: Sequence[Notification]) -> list[NotificationOut]:
    """Those of the rows that the reader can still see, in their order."""
    words = words_of(reader, rows)
    return [notification(row, words[row.pk]) for row in rows if row.pk in words]


def notification(row: Notification, words: Words) -> NotificationOut:
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": words.title,
        "body": words.body,
        "reason": words.reason,
        "url": words.url,
        "created_at": row.created_at,
        "read_at": row.read_at,
    }
