"""Events of offices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload

# ---- offices and shares ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTaken(Payload):
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
    kind: ClassVar[str] = "groups.office_left"
