"""What happens to notifications. Everything of it is for the person's own topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationCreated(PersonalPayload):
    kind: ClassVar[str] = "notifications.notification_created"
    notification_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRead(PersonalPayload):
    kind: ClassVar[str] = "notifications.notification_read"
    notification_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AllRead(PersonalPayload):
    """Everything up to and including `last_id` (notification ids grow with time)."""

    kind: ClassVar[str] = "notifications.all_read"
    last_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesChanged(PersonalPayload):
    """Somebody chose anew what comes by which way; what they chose is read anew."""

    kind: ClassVar[str] = "notifications.preferences_changed"
    row_version: int

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSwitched(PersonalPayload):
    """News is pushed to a browser from now on, or not any more. Its card is read when it is opened."""

    subscription_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class PushSubscribed(PushSwitched):
    kind: ClassVar[str] = "notifications.push_subscribed"


class PushUnsubscribed(PushSwitched):
    kind: ClassVar[str] = "notifications.push_unsubscribed"
