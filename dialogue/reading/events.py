"""Events of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionChanged(PersonalPayload):
    """A person changed their notification level in a thread."""

    kind: ClassVar[str] = "dialogue.attention_changed"
    thread_id: UUID
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPutBack(PersonalPayload):
    """A person marked messages of a thread as unread."""

    kind: ClassVar[str] = "dialogue.reading_put_back"
    thread_id: UUID
