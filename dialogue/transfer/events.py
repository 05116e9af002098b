"""Events of transfer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import ThreadPayload, group_topic, topic_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLeft(ThreadPayload):
    """A thread was moved to another group; its former group is not told which one."""

    kind: ClassVar[str] = "dialogue.thread_left"
    move_id: UUID
    led_by: UUID | None  # the person who facilitated it until then

    @property
    def topics(self) -> tuple[str, ...]:
        return (group_topic(self.group_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesTaken(ThreadPayload):
    """Messages were split off a thread into a new one (`into_id`)."""

    kind: ClassVar[str] = "dialogue.thread_split"
    into_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMerged(ThreadPayload):
    """A thread was merged into another one (`into_id`), on whose topic it is sent, too.

    `confirmed`: see `MessagePosted`, of the reason.
    """

    kind: ClassVar[str] = "dialogue.thread_merged"
    into_id: UUID
    confirmed: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id), topic_of(self.into_id), group_topic(self.group_id))
