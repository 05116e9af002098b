"""What a person's own topic shows of their notifications.

Realtime is a neighbour, so the composition root registers these there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.api import present, shapes
from viche.notifications.events import AllRead, NotificationCreated, NotificationRead
from viche.notifications.models import Notification
from viche.notifications.selectors import words_of

Data = dict[UUID, dict[str, Any] | None]


def created(events: Sequence[Event], _topic_kind: str) -> Data:
    """The whole notification, as its person may see it now."""
    rows = _notifications(events)
    shown = {}
    for person_id in {row.person_id for row in rows.values()}:
        own = [row for row in rows.values() if row.person_id == person_id]
        words = words_of(Actor.for_person(person_id), own)
        shown.update({row.pk: present.notification(row, words[row.pk]) for row in own if row.pk in words})
    return {
        event.pk: {"notification": shown[pk]} if (pk := _named(event)) in shown else None for event in events
    }


def read(events: Sequence[Event], _topic_kind: str) -> Data:
    return {
        event.pk: {"notification_id": event.data["notification_id"], "read_at": event.at} for event in events
    }


def all_read(events: Sequence[Event], _topic_kind: str) -> Data:
    return {event.pk: {"last_id": event.data["last_id"], "read_at": event.at} for event in events}


def _named(event: Event) -> UUID:
    return UUID(event.data["notification_id"])


def _notifications(events: Sequence[Event]) -> dict[UUID, Notification]:
    rows = Notification.objects.filter(pk__in=[_named(event) for event in events]).select_related("event")
    return rows.in_bulk()


# Kind of event → how it is shown, and the shape of that.
FRAMES = {
    NotificationCreated.kind: (created, shapes.NotificationCreatedFrame),
    NotificationRead.kind: (read, shapes.NotificationReadFrame),
    AllRead.kind: (all_read, shapes.AllReadFrame),
}
