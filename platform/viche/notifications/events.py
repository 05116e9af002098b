"""What happens to notifications. Everything of it is for the person's own topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class _Personal(Payload):
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "person", self.person_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationCreated(_Personal):
    kind: ClassVar[str] = "notifications.notification_created"
    notification_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRead(_Personal):
    kind: ClassVar[str] = "notifications.notification_read"
    notification_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AllRead(_Personal):
    """Everything up to and including `last_id` (notification ids grow with time)."""

    kind: ClassVar[str] = "notifications.all_read"
    last_id: UUID
