"""Events of acknowledgements."""

from __future__ import annotations

from uuid import UUID

from dialogue.messages.events import MessagePayload, NotificationOnlyPayload
from dialogue.threads.events import topic_of


class MessageMadeMustRead(MessagePayload, kind="dialogue.message_made_must_read"):
    """A facilitator requested acknowledgements of a message; `again`: changed the day."""

    again: bool


class MessageMustReadLifted(MessagePayload, kind="dialogue.message_must_read_lifted"):
    """A must-read request was deleted."""


class MessageAcknowledged(MessagePayload, kind="dialogue.message_acknowledged"):
    """A reader acknowledged a must-read message. Their other devices receive it, too."""

    person_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id), f"user:{self.person_id}")


class MustReadDue(NotificationOnlyPayload, kind="dialogue.must_read_due"):
    """A reminder of a must-read message is due; its recipients are found when it is sent."""
