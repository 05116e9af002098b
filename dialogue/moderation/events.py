"""Events of moderation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.messages.events import MessagePayload, UnheardPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReported(UnheardPayload):
    """Somebody reported a message. Who it was is not said here."""

    kind: ClassVar[str] = "dialogue.message_reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsDismissed(MessagePayload):
    """Somebody who moderates answered that nothing is wrong with a message. `people` moderate it, too, and
    hear on their own topics that it waits no more.
    """

    kind: ClassVar[str] = "dialogue.reports_dismissed"
    people: tuple[UUID, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{person_id}" for person_id in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHidden(MessagePayload):
    """Somebody who moderates took the words of a message from its readers."""

    kind: ClassVar[str] = "dialogue.message_hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAppealed(MessagePayload):
    """The author of a hidden message disagrees."""

    kind: ClassVar[str] = "dialogue.message_appealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLeftHidden(MessagePayload):
    """That was heard, and the message stays hidden."""

    kind: ClassVar[str] = "dialogue.message_left_hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageShown(MessagePayload):
    """A hidden message is read by everybody again."""

    kind: ClassVar[str] = "dialogue.message_shown"
