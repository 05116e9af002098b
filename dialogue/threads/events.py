"""Events of threads; their payload holds references and codes only.

The topic of the group receives an event only while the whole group may read the thread; events of restricted
threads and drafts enter only the topic of the thread.
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
    """Base of the events of a thread. `shared` says whether its group's topic receives the event.

    `people` receive it on their own topics: a restricted thread became visible to them or ceased to be.
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
    """A draft of a thread was created. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.thread_drafted"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadOpened(ThreadPayload):
    """A thread was opened for its audience. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.thread_opened"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadChanged(ThreadPayload):
    """A thread changed, as `change` says.

    `change` is edited, summarising, closed, reopened, restricted, widened, audience, facilitator, pinned,
    unpinned, locked, unlocked, slowed, published, taken_back or moved (to the group in the payload).

    When a thread is restricted, this one event still enters the group's topic, to say that the thread is
    gone. `confirmed`: see `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.thread_changed"
    change: str
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorErased(ThreadPayload):
    """An author in the thread was anonymised. Their messages may have been erased, too."""

    kind: ClassVar[str] = "dialogue.author_erased"
    person_id: UUID
