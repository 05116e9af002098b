"""Events of notifications, in the topic of their person."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import PersonalPayload


class NotificationCreated(PersonalPayload, kind="notifications.notification_created"):
    """A notification was created in the person's inbox."""

    notification_id: UUID


class NotificationRead(PersonalPayload, kind="notifications.notification_read"):
    """A notification was read."""

    notification_id: UUID


class AllRead(PersonalPayload, kind="notifications.all_read"):
    """All notifications up to and including `last_id` are read (ids grow with time)."""

    last_id: UUID


class PreferencesChanged(PersonalPayload, kind="notifications.preferences_changed"):
    """A person changed their preferences; the client reloads them."""

    row_version: int

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class PushSwitched(PersonalPayload):
    """A push subscription was created or deleted. The client reads it when the settings are opened."""

    subscription_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class PushSubscribed(PushSwitched, kind="notifications.push_subscribed"):
    pass


class PushUnsubscribed(PushSwitched, kind="notifications.push_unsubscribed"):
    pass
