"""How an event becomes notifications: recipients, reasons and texts.

Apps register it through `registry`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import Text
from viche.notifications.models import Channel, Delivery, Notification, Topic


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to notify, and the code of the reason, which the app's `render` turns into text."""

    person_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that the reader can take directly from a notification.

    `do` names the action for programs, `about` is the id of its object, `url` the page (a path) that asks for
    the rest; fetching that page changes nothing.
    """

    do: str
    label: Text
    about: UUID
    url: str


@dataclass(frozen=True, slots=True)
class NotificationText:
    """The text of a notification: title, body, reason, and the path that it links to.

    `action` is the label of the button in an e-mail (None: “Open”); `offers` are further buttons, the most
    fitting first. `shows` lists restricted or personal content, for the access log of the inbox. `answers` is
    the object to which a reply to the e-mail is posted, where replies are accepted. `mute` is a button in the
    e-mail that unsubscribes the reader from this object: a POST to its address needs no sign-in.
    """

    title: Text
    body: Text
    reason: Text
    url: str
    action: Text | None = None
    shows: tuple[Read, ...] = ()
    offers: tuple[Offer, ...] = ()
    answers: UUID | None = None
    mute: Offer | None = None


@dataclass(frozen=True, slots=True)
class MailItem:
    """A delivery and its present text, as an item of a mail."""

    delivery: Delivery
    words: NotificationText


Recipients = Callable[[Event], Iterable[Recipient]]
Render = Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]
Wanted = Callable[[Actor, Sequence[Notification]], Sequence[Notification]]
Complete = Callable[
    [Actor, Sequence[Notification], Mapping[UUID, NotificationText]], Mapping[UUID, NotificationText]
]


@dataclass(frozen=True, slots=True)
class Notice:
    """How one kind of event is notified; see `registry.register_notice`."""

    kind: str
    topic: Topic
    recipients: Recipients
    render: Render
    channels: tuple[Channel, ...]
    also_who_did_it: bool = False
    complete: Complete | None = None
    wanted: Wanted | None = None


# Returns which of some groups an actor can see now.
VisibleGroups = Callable[[Actor, Iterable[UUID]], set[UUID]]

NOTICES: dict[str, Notice] = {}
VISIBLE_GROUPS: list[VisibleGroups] = []


def group_of(event: Event) -> UUID | None:
    """Return the id of the group to which an event belongs, None without one."""
    named = event.data.get("group_id")
    return UUID(named) if named else None
