"""Events of transfer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import ThreadPayload, group_topic, topic_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLeft(ThreadPayload):
    """A thread was taken to another group. The one that it left hears that it is gone, and not where to."""

    kind: ClassVar[str] = "dialogue.thread_left"
    move_id: UUID
    led_by: UUID | None  # the person who led it until then

    @property
    def topics(self) -> tuple[str, ...]:
        return (group_topic(self.group_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesTaken(ThreadPayload):
    """Messages were taken out of a thread into another one (`into_id`), which was opened for them."""

    kind: ClassVar[str] = "dialogue.thread_split"
    into_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMerged(ThreadPayload):
    """A thread went on in another one (`into_id`) of its group, whose readers hear of it, too. `confirmed`:
    see `MessagePosted`, of the reason.
    """

    kind: ClassVar[str] = "dialogue.thread_merged"
    into_id: UUID
    confirmed: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id), topic_of(self.into_id), group_topic(self.group_id))
