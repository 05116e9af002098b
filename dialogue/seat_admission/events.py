"""Event of late seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSeatAdmitted(Payload):
    """A late seat was confirmed and may read the thread from now on. The thread's readers are notified."""

    kind: ClassVar[str] = "dialogue.late_seat_admitted"
    thread_id: UUID
    membership_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "thread", self.thread_id
