"""Events of moderation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.messages.events import MessagePayload, NotificationOnlyPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReported(NotificationOnlyPayload):
    """A message was reported. The event does not say by whom."""

    kind: ClassVar[str] = "dialogue.message_reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsDismissed(MessagePayload):
    """A moderator dismissed the reports of a message.

    `people` are the other moderators; they learn on their own topics that the message left the queue.
    """

    kind: ClassVar[str] = "dialogue.reports_dismissed"
    people: tuple[UUID, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{person_id}" for person_id in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHidden(MessagePayload):
    """A moderator hid the text of a message from its readers."""

    kind: ClassVar[str] = "dialogue.message_hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAppealed(MessagePayload):
    """The author of a hidden message appealed."""

    kind: ClassVar[str] = "dialogue.message_appealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLeftHidden(MessagePayload):
    """The appeal was rejected: the message stays hidden."""

    kind: ClassVar[str] = "dialogue.message_left_hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageShown(MessagePayload):
    """A hidden message is shown to its readers again."""

    kind: ClassVar[str] = "dialogue.message_shown"
