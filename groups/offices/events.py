"""Events of offices."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class OfficeTaken(Payload, kind="groups.office_taken"):
    """A person began to hold an office of a territory."""

    office_id: UUID
    person_id: UUID
    office: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "office", self.office_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


class OfficeLeft(OfficeTaken, kind="groups.office_left"):
    """A person no longer holds an office of a territory."""
