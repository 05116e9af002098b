"""Events of reactions."""

from __future__ import annotations

from dialogue.messages.events import MessagePayload
from dialogue.threads.events import topic_of


class SupportChanged(MessagePayload, kind="dialogue.support_changed"):
    """A person supports a message, or no longer does."""

    supported: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)


class ReactionChanged(MessagePayload, kind="dialogue.reaction_changed"):
    """A person added or withdrew a `reaction` to a message."""

    reaction: str
    on: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)
