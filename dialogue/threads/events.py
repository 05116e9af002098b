"""Events of threads; their payload holds references and codes only.

The topic of the group receives an event only while the whole group may read the thread; events of restricted
threads and drafts enter only the topic of the thread.
"""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload

TOPIC = "thread:"


def topic_of(thread_id: UUID) -> str:
    return f"{TOPIC}{thread_id}"


def group_topic(group_id: UUID) -> str:
    return f"group:{group_id}"


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


class ThreadDrafted(ThreadPayload, kind="dialogue.thread_drafted", discloses=True):
    """A draft of a thread was created. `confirmed`: see `MessagePosted`."""


class ThreadOpened(ThreadPayload, kind="dialogue.thread_opened", discloses=True):
    """A thread was opened for its audience. `confirmed`: see `MessagePosted`.

    `notifies_readers`: its readers are notified, and not its facilitator alone.
    """

    notifies_readers: bool = False


class ThreadChanged(ThreadPayload, kind="dialogue.thread_changed", discloses=True):
    """A thread changed, as `change` says.

    `change` is edited, summarising, closed, reopened, restricted, widened, audience, facilitator, pinned,
    unpinned, locked, unlocked, slowed, published, taken_back or moved (to the group in the payload).

    When a thread is restricted, this one event still enters the group's topic, to say that the thread is
    gone. `confirmed`: see `MessagePosted`.
    """

    change: str


class AuthorErased(ThreadPayload, kind="dialogue.author_erased"):
    """An author in the thread was anonymised. Their messages may have been erased, too."""

    person_id: UUID
