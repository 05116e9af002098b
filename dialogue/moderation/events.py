"""Events of moderation."""

from __future__ import annotations

from uuid import UUID

from dialogue.messages.events import MessagePayload, NotificationOnlyPayload


class MessageReported(NotificationOnlyPayload, kind="dialogue.message_reported"):
    """A message was reported. The event does not say by whom."""


class ReportsDismissed(MessagePayload, kind="dialogue.reports_dismissed"):
    """A moderator dismissed the reports of a message.

    `people` are the other moderators; they learn on their own topics that the message left the queue.
    """

    people: tuple[UUID, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{person_id}" for person_id in self.people)


class MessageHidden(MessagePayload, kind="dialogue.message_hidden"):
    """A moderator hid the text of a message from its readers."""


class MessageAppealed(MessagePayload, kind="dialogue.message_appealed"):
    """The author of a hidden message appealed."""


class MessageLeftHidden(MessagePayload, kind="dialogue.message_left_hidden"):
    """The appeal was rejected: the message stays hidden."""


class MessageShown(MessagePayload, kind="dialogue.message_shown"):
    """A hidden message is shown to its readers again."""
