"""What happens in dialogue, in references and codes.

The topic of the group hears of a thread only while the whole group may read it; what is restricted or a draft
enters the topic of the thread alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload

TOPIC = "thread:"


def topic_of(thread_id: UUID) -> str:
    return f"{TOPIC}{thread_id}"


def group_topic(group_id: UUID) -> str:
    return f"group:{group_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPayload(Payload):
    """A fact about a thread. `shared` says whether its group hears of it.

    `people` hear of it on their own topics: those for whom a restricted thread came into sight or left it.
    """

    thread_id: UUID
    group_id: UUID
    shared: bool
    people: tuple[UUID, ...] = ()

    @property
    def subject(self) -> tuple[str, UUID]:
        return "thread", self.thread_id

    @property
    def topics(self) -> tuple[str, ...]:
        group = (group_topic(self.group_id),) if self.shared else ()
        return (topic_of(self.thread_id), *group, *(f"user:{person_id}" for person_id in self.people))


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadDrafted(ThreadPayload):
    """Somebody began a thread that is not open yet. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.thread_drafted"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadOpened(ThreadPayload):
    """A thread was opened for those it is meant for. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.thread_opened"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadChanged(ThreadPayload):
    """`change` is edited, summarising, closed, reopened, restricted, widened, audience,
    facilitator, pinned, unpinned, locked, unlocked, slowed, published, taken_back or moved: to the group that
    is named.

    A thread that is restricted leaves the sight of its group: this one event still enters the group's
    topic, to say that it is gone. `confirmed`: see `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.thread_changed"
    change: str
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorErased(ThreadPayload):
    """Somebody who spoke here goes by a pseudonym now. What they said may be gone with their name."""

    kind: ClassVar[str] = "dialogue.author_erased"
    person_id: UUID
