"""Events of messages."""

from __future__ import annotations

from uuid import UUID

from dialogue.threads.events import group_topic, topic_of
from viche.kernel.events import Payload


class MessagePayload(Payload):
    """Base of the events of a message."""

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


class NotificationOnlyPayload(MessagePayload):
    """Event that enters no topic: it only triggers notifications."""

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class MessagePosted(MessagePayload, kind="dialogue.message_posted", discloses=True):
    """A message was stored and numbered. The group learns only that the thread is active.

    `confirmed` are the kinds of personal data (`viche.kernel.disclosure`) that it discloses on purpose, not
    the words.
    """


class MessageAddressed(NotificationOnlyPayload, kind="dialogue.message_addressed"):
    """A message concerns particular people: it mentions or replies to them, or they follow it.

    The recipients are determined when they are notified. `of_version` is the version of the message that
    addresses them: 1, or an edit that names people.
    """

    of_version: int


class MessageEdited(MessagePayload, kind="dialogue.message_edited", discloses=True):
    """The author edited a message. `confirmed`: see `MessagePosted`."""


class MessageWithdrawn(MessagePayload, kind="dialogue.message_withdrawn"):
    """The author withdrew a message; a tombstone stays in its place."""
