"""Events of offices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTaken(Payload):
    """A person began to hold an office of a territory."""

    kind: ClassVar[str] = "groups.office_taken"
    office_id: UUID
    person_id: UUID
    office: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "office", self.office_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLeft(OfficeTaken):
    """A person no longer holds an office of a territory."""

    kind: ClassVar[str] = "groups.office_left"
