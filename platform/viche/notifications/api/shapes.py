"""What the API says about notifications."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from viche.kernel.text import Text


class NotificationOffer(TypedDict):
    """What the reader can do at once about it: to what (`about`), and the page (a path) that asks for what is
    missing.
    """

    do: str
    label: Text
    about: UUID
    url: str


class NotificationOut(TypedDict):
    """`reason` says why it came; `url` is the page (a path) that it leads to; `offers` come with reminders,
    the most fitting first.
    """

    id: UUID
    kind: str
    title: Text
    body: Text
    reason: Text
    url: str
    offers: list[NotificationOffer]
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
    """How a topic comes by mail and to devices. `fixed`: it cannot be chosen."""

    topic: TopicName
    email: ModeName
    push: PushModeName
    fixed: bool


class GroupChoice(TypedDict):
    """The same in one group, where it goes before what holds everywhere; null: as everywhere."""

    group: UUID
    topic: TopicName
    email: ModeName | None
    push: PushModeName | None


class MailHours(TypedDict):
    """When mail and what is pushed may come, by one's own clock (`22:00`). 1 is Monday. Quiet hours have both
    ends or none.
    """

    quiet_from: str | None
    quiet_until: str | None
    working_days: list[int]
    holidays_off: bool
    digest_at: str


class RefusedAddress(TypedDict):
    """One's address, of which a mail server said that there is nobody. No mail goes there."""

    address: str
    since: datetime


class NotificationPreferences(TypedDict):
    """What one chose. The inbox has everything, whatever is chosen here."""

    hours: MailHours
    undeliverable: RefusedAddress | None

    topics: list[TopicChoice]
    groups: list[GroupChoice]
    version: int


class DeliveryOut(TypedDict):
    """A notification on its way out of the house. `title` is null when it may not be seen any more; `error`
    is a short code, empty when all is well.
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
    """The public key that a browser is given when it subscribes; null where nothing is pushed."""

    key: str | None


class PushSubscriptionOut(TypedDict):
    """A browser to which one has news pushed. `current`: it is the one that asks. `failing_since`: its push
    service takes nothing.
    """

    id: UUID
    user_agent: str
    created_at: datetime
    pushed_at: datetime | None
    failing_since: datetime | None
    current: bool
