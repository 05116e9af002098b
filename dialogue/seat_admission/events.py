"""Event of late seats."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class LateSeatAdmitted(Payload, kind="dialogue.late_seat_admitted"):
    """A late seat was confirmed and may read the thread from now on. The thread's readers are notified."""

    thread_id: UUID
    membership_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "thread", self.thread_id
