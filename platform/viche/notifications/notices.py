"""How an event is told: whom, why, and in which words. Domains register it through `registry`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.reads import Read
from viche.kernel.text import Text
from viche.notifications.models import Channel, Delivery, Notification, Topic


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to tell, and the code of why: it is answered in words by the room's `render`."""

    person_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What its reader can do at once about what they are told. `do` names it for programs, `about` is the id
    of what it is done to, `url` the page (a path) that asks for the rest: to fetch it changes nothing.
    """

    do: str
    label: Text
    about: UUID
    url: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a notification says: a line, a few sentences, why it came, and the path that it leads to.

    `action` is what the button of an e-mail says (None: a plain “Open”); `offers` stand beside it, the most
    fitting first. `shows` is what of it is restricted or personal: the inbox has it written down.
    `answers` is that to which an answer to the e-mail goes, where one is taken. `mute` is how a reader of the
    e-mail gets no more about this one thing: a POST to its address does it, whoever sends that.
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
class Told:
    """What a mail tells: a delivery in the words that hold now."""

    delivery: Delivery
    words: Words


Recipients = Callable[[Event], Iterable[Recipient]]
Render = Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]
Wanted = Callable[[Actor, Sequence[Notification]], Sequence[Notification]]
Complete = Callable[[Actor, Sequence[Notification], Mapping[UUID, Words]], Mapping[UUID, Words]]


@dataclass(frozen=True, slots=True)
class Notice:
    """How one kind of event is told; see `registry.notice`."""

    kind: str
    topic: Topic
    recipients: Recipients
    render: Render
    channels: tuple[Channel, ...]
    also_who_did_it: bool = False
    complete: Complete | None = None
    wanted: Wanted | None = None


# Which of some groups an actor sees now.
SeenGroups = Callable[[Actor, Iterable[UUID]], set[UUID]]

NOTICES: dict[str, Notice] = {}
SEEN_GROUPS: list[SeenGroups] = []


def group_of(event: Event) -> UUID | None:
    """The group to which an event belongs, as its facts say."""
    named = event.data.get("group_id")
    return UUID(named) if named else None
