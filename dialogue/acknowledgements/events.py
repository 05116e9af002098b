"""Events of acknowledgements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.messages.events import MessagePayload, NotificationOnlyPayload
from dialogue.threads.events import topic_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMadeMustRead(MessagePayload):
    """A facilitator requested acknowledgements of a message; `again`: changed the day."""

    kind: ClassVar[str] = "dialogue.message_made_must_read"
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMustReadLifted(MessagePayload):
    """A must-read request was deleted."""

    kind: ClassVar[str] = "dialogue.message_must_read_lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAcknowledged(MessagePayload):
    """A reader acknowledged a must-read message. Their other devices receive it, too."""

    kind: ClassVar[str] = "dialogue.message_acknowledged"
    person_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id), f"user:{self.person_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MustReadDue(NotificationOnlyPayload):
    """A reminder of a must-read message is due; its recipients are found when it is sent."""

    kind: ClassVar[str] = "dialogue.must_read_due"
