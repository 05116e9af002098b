"""Events of messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import group_topic, topic_of
from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePayload(Payload):
    """A fact about a message."""

    message_id: UUID
    thread_id: UUID
    group_id: UUID
    shared: bool

    @property
    def subject(self) -> tuple[str, UUID]:
        return "message", self.message_id

    @property
    def topics(self) -> tuple[str, ...]:
        own = topic_of(self.thread_id)
        return (group_topic(self.group_id), own) if self.shared else (own,)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnheardPayload(MessagePayload):
    """Nobody who looks has to hear of it: people are told."""

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(MessagePayload):
    """A message was stored and numbered. The group hears only that the thread is active.

    `confirmed` are the kinds of what it gives away (`viche.kernel.disclosure`), knowingly; not the words.
    """

    kind: ClassVar[str] = "dialogue.message_posted"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAddressed(UnheardPayload):
    """A message is for somebody more than for others: it names people, answers somebody, or is followed.

    Who that is, is found when they are told. `of_version` is the version of the message that addresses them:
    1, or a correction that names somebody.
    """

    kind: ClassVar[str] = "dialogue.message_addressed"
    of_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited(MessagePayload):
    """Its author put a message in other words. The earlier ones can be read beside it. `confirmed`: see
    `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.message_edited"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWithdrawn(MessagePayload):
    """Its author took a message back: a stone stays in its place."""

    kind: ClassVar[str] = "dialogue.message_withdrawn"
