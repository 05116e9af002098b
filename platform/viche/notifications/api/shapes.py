"""Response shapes of the notifications API."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from viche.kernel.text import Text


class NotificationOffer(TypedDict):
    """An action that the reader can take directly: on `about`, at the page `url` (a path).

    The page asks for missing input.
    """

    do: str
    label: Text
    about: UUID
    url: str


class NotificationAbout(TypedDict):
    """The thread, action item or dossier that a notification is about."""

    kind: Literal["action", "dossier", "thread"]
    id: UUID


class NotificationOut(TypedDict):
    """A notification. `reason` says why it came; `url` is the page (a path) that it links to.

    `about` is what the inbox groups it by, null without such an object. `needs_answer`: it waits for the
    reader to act, whether it was read or not; it becomes false once they (or another person) did.

    `offers` come with reminders, the most fitting first. `restricted` is true for content that not every
    member of a group may read: programs should not store it.
    """

    id: UUID
    kind: str
    title: Text
    body: Text
    reason: Text
    url: str
    offers: list[NotificationOffer]
    about: NotificationAbout | None
    needs_answer: bool
    restricted: bool
    created_at: datetime
    read_at: datetime | None


class MarkedRead(TypedDict):
    """How many notifications were marked as read."""

    marked: int


class NotificationCreatedFrame(TypedDict):
    notification: NotificationOut


class NotificationReadFrame(TypedDict):
    notification_id: UUID
    read_at: datetime


class AllReadFrame(TypedDict):
    """All notifications up to and including `last_id` are read."""

    last_id: UUID
    read_at: datetime


TopicName = Literal[
    "assigned",
    "steps",
    "reminders",
    "verification",
    "must_read",
    "dialogue",
    "programmes",
    "membership",
    "account",
]
ModeName = Literal["off", "at_once", "daily", "weekly"]
PushModeName = Literal["off", "at_once"]


class TopicChoice(TypedDict):
    """The modes of a topic by e-mail and push. `fixed`: it cannot be changed."""

    topic: TopicName
    email: ModeName
    push: PushModeName
    fixed: bool


class GroupChoice(TypedDict):
    """The modes in one group, which take precedence over everywhere; null: as everywhere."""

    group: UUID
    topic: TopicName
    email: ModeName | None
    push: PushModeName | None


class MailHours(TypedDict):
    """When mail and push notifications may come, in one's own time zone (`22:00`). 1 is Monday.

    Quiet hours have both ends or none.
    """

    quiet_from: str | None
    quiet_until: str | None
    working_days: list[int]
    holidays_off: bool
    digest_at: str


class RefusedAddress(TypedDict):
    """One's address that a mail server reported as unknown. No mail is sent to it."""

    address: str
    since: datetime


class NotificationPreferences(TypedDict):
    """One's preferences. The inbox contains everything, whatever is chosen here."""

    hours: MailHours
    undeliverable: RefusedAddress | None

    topics: list[TopicChoice]
    groups: list[GroupChoice]
    version: int


class DeliveryOut(TypedDict):
    """A delivery of a notification by e-mail or push.

    `title` is null when the reader may not see it any more; `error` is a short code, empty when there is
    none.
    """

    id: UUID
    channel: Literal["email", "push"]
    state: Literal["waiting", "sent", "failed", "dropped"]
    title: Text | None
    url: str | None
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    error: str


class PushKey(TypedDict):
    """The application server key for a browser that subscribes; null where push is disabled."""

    key: str | None


class PushSubscriptionOut(TypedDict):
    """A browser that receives one's push notifications.

    `current`: it is the requesting browser. `failing_since`: its push service has been refusing messages.
    """

    id: UUID
    user_agent: str
    created_at: datetime
    pushed_at: datetime | None
    failing_since: datetime | None
    current: bool
