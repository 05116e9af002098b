"""Events of reading."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import PersonalPayload


class AttentionChanged(PersonalPayload, kind="dialogue.attention_changed"):
    """A person changed their notification level in a thread."""

    thread_id: UUID
    level: str


class ReadingPutBack(PersonalPayload, kind="dialogue.reading_put_back"):
    """A person marked messages of a thread as unread."""

    thread_id: UUID
