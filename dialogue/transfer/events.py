"""Events of transfer."""

from __future__ import annotations

from uuid import UUID

from dialogue.threads.events import ThreadPayload, group_topic, topic_of


class ThreadLeft(ThreadPayload, kind="dialogue.thread_left"):
    """A thread was moved to another group; its former group is not told which one."""

    move_id: UUID
    led_by: UUID | None  # the person who facilitated it until then

    @property
    def topics(self) -> tuple[str, ...]:
        return (group_topic(self.group_id),)


class MessagesTaken(ThreadPayload, kind="dialogue.thread_split"):
    """Messages were split off a thread into a new one (`into_id`)."""

    into_id: UUID


class ThreadMerged(ThreadPayload, kind="dialogue.thread_merged", discloses=True):
    """A thread was merged into another one (`into_id`), on whose topic it is sent, too.

    `confirmed`: see `MessagePosted`, of the reason.
    """

    into_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id), topic_of(self.into_id), group_topic(self.group_id))
