"""What happens around a restricted thread of which its group knows: announced, asked for, answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import group_topic
from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementChanged(Payload):
    """What a group knows of a restricted thread is other than before: that it is there, its title, who leads
    it. What it is now, each reader asks for themselves.
    """

    kind: ClassVar[str] = "dialogue.announcement_changed"
    thread_id: UUID
    group_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "thread", self.thread_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (group_topic(self.group_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAskedFor(Payload):
    """Somebody asks to read a restricted thread. They and those who lead it (`people`) hear of it, each on
    their own topic. `confirmed`: see `MessagePosted`, of the words that come with it.
    """

    kind: ClassVar[str] = "dialogue.access_asked_for"
    request_id: UUID
    thread_id: UUID
    group_id: UUID
    person_id: UUID
    people: tuple[UUID, ...]
    confirmed: tuple[str, ...] = ()

    @property
    def subject(self) -> tuple[str, UUID]:
        return "access_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{person_id}" for person_id in sorted({self.person_id, *self.people}))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequestClosed(AccessAskedFor):
    """Granted, declined, withdrawn, or over: `state`."""

    kind: ClassVar[str] = "dialogue.access_request_closed"
    state: str
