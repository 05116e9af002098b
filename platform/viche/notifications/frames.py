"""Realtime frames of notifications, in the topic of their person.

Realtime is a sibling app, so the composition root registers these there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.api import presenters, shapes
from viche.notifications.events import AllRead, NotificationCreated, NotificationRead
from viche.notifications.models import Notification
from viche.notifications.selectors import texts_of

Data = dict[UUID, dict[str, Any] | None]


def show_created(events: Sequence[Event], _topic_kind: str) -> Data:
    """Return the whole notification of each event, as its person may see it now."""
    rows = _load_notifications(events)
    shown = {}
    for person_id in {row.person_id for row in rows.values()}:
        own = [row for row in rows.values() if row.person_id == person_id]
        words = texts_of(Actor.for_person(person_id), own)
        shown.update(
            {row.pk: presenters.show_notification(row, words[row.pk]) for row in own if row.pk in words}
        )
    return {
        event.pk: {"notification": shown[pk]} if (pk := _get_notification_id(event)) in shown else None
        for event in events
    }


def show_read(events: Sequence[Event], _topic_kind: str) -> Data:
    return {
        event.pk: {"notification_id": event.data["notification_id"], "read_at": event.at} for event in events
    }


def show_all_read(events: Sequence[Event], _topic_kind: str) -> Data:
    return {event.pk: {"last_id": event.data["last_id"], "read_at": event.at} for event in events}


def _get_notification_id(event: Event) -> UUID:
    return UUID(event.data["notification_id"])


def _load_notifications(events: Sequence[Event]) -> dict[UUID, Notification]:
    rows = Notification.objects.filter(
        pk__in=[_get_notification_id(event) for event in events]
    ).select_related("event")
    return rows.in_bulk()


# Kind of event → presenter and shape of the frame.
FRAMES = {
    NotificationCreated.kind: (show_created, shapes.NotificationCreatedFrame),
    NotificationRead.kind: (show_read, shapes.NotificationReadFrame),
    AllRead.kind: (show_all_read, shapes.AllReadFrame),
}
