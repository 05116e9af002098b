"""Events of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionChanged(PersonalPayload):
    """Somebody chose what they are told of in a thread."""

    kind: ClassVar[str] = "dialogue.attention_changed"
    thread_id: UUID
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPutBack(PersonalPayload):
    """Somebody wants to read again what they have read of a thread."""

    kind: ClassVar[str] = "dialogue.reading_put_back"
    thread_id: UUID
