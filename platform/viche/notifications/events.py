"""Events of notifications, in the topic of their person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationCreated(PersonalPayload):
    """A notification was created in the person's inbox."""

    kind: ClassVar[str] = "notifications.notification_created"
    notification_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRead(PersonalPayload):
    """A notification was read."""

    kind: ClassVar[str] = "notifications.notification_read"
    notification_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AllRead(PersonalPayload):
    """All notifications up to and including `last_id` are read (ids grow with time)."""

    kind: ClassVar[str] = "notifications.all_read"
    last_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesChanged(PersonalPayload):
    """A person changed their preferences; the client reloads them."""

    kind: ClassVar[str] = "notifications.preferences_changed"
    row_version: int

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSwitched(PersonalPayload):
    """A push subscription was created or deleted. The client reads it when the settings are opened."""

    subscription_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class PushSubscribed(PushSwitched):
    kind: ClassVar[str] = "notifications.push_subscribed"


class PushUnsubscribed(PushSwitched):
    kind: ClassVar[str] = "notifications.push_unsubscribed"
