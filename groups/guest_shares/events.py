"""Events of guest shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestShared(Payload):
    """Also sent to the object's topic: its readers see who else reads it."""

    kind: ClassVar[str] = "groups.guest_shared"
    share_id: UUID
    container_type: str
    container_id: UUID
    person_id: UUID
    access: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return self.container_type, self.container_id

    @property
    def topics(self) -> tuple[str, ...]:
        return f"user:{self.person_id}", f"{self.container_type}:{self.container_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestShareEnded(GuestShared):
    """A guest share ended: the person no longer reads it."""

    kind: ClassVar[str] = "groups.guest_share_ended"
