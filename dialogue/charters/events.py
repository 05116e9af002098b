"""Events of charters."""

from __future__ import annotations

from uuid import UUID

from dialogue.threads.events import group_topic
from viche.kernel.events import Payload


class CharterChanged(Payload, kind="dialogue.charter_changed"):
    """The rules of a group about its decisions and meetings changed."""

    group_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "group", self.group_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (group_topic(self.group_id),)
