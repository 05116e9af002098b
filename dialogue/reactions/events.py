"""Events of reactions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dialogue.messages.events import MessagePayload
from dialogue.threads.events import topic_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportChanged(MessagePayload):
    """A person supports a message, or no longer does."""

    kind: ClassVar[str] = "dialogue.support_changed"
    supported: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionChanged(MessagePayload):
    """A person added or withdrew a `reaction` to a message."""

    kind: ClassVar[str] = "dialogue.reaction_changed"
    reaction: str
    on: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)
