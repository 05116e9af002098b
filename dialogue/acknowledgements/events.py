"""Events of acknowledgements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.messages.events import MessagePayload, UnheardPayload
from dialogue.threads.events import topic_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMadeMustRead(MessagePayload):
    """Whoever leads the thread asks its readers to acknowledge a message; again: by another day."""

    kind: ClassVar[str] = "dialogue.message_made_must_read"
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMustReadLifted(MessagePayload):
    """Nobody is asked to acknowledge a message any more."""

    kind: ClassVar[str] = "dialogue.message_must_read_lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAcknowledged(MessagePayload):
    """Somebody acknowledged a message that must be read. Their other devices hear of it, too."""

    kind: ClassVar[str] = "dialogue.message_acknowledged"
    person_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id), f"user:{self.person_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MustReadDue(UnheardPayload):
    """Those who have not acknowledged a message are reminded. Who that is, is found when they are told."""

    kind: ClassVar[str] = "dialogue.must_read_due"
