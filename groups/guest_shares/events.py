"""Events of guest shares."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class GuestShared(Payload, kind="groups.guest_shared"):
    """Also sent to the object's topic: its readers see who else reads it."""

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


class GuestShareEnded(GuestShared, kind="groups.guest_share_ended"):
    """A guest share ended: the person no longer reads it."""
