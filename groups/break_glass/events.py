"""Events of requests for emergency access."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class BreakGlassFact(Payload):
    """An event of a request for emergency access. `opened`: the request is or was approved.

    Events of an approved request are also published on the object's topic, so that its readers learn that
    another person reads it.
    """

    break_glass_id: UUID
    container_type: str
    container_id: UUID
    group_id: UUID
    person_id: UUID
    opened: bool

    @property
    def subject(self) -> tuple[str, UUID]:
        return "break_glass", self.break_glass_id

    @property
    def topics(self) -> tuple[str, ...]:
        own = f"user:{self.person_id}"
        return (own, f"{self.container_type}:{self.container_id}") if self.opened else (own,)


class BreakGlassAsked(BreakGlassFact, kind="groups.break_glass_asked"):
    """Emergency access was requested."""


class BreakGlassApproved(BreakGlassFact, kind="groups.break_glass_approved"):
    """Emergency access was approved: the requester reads for at most an hour."""


class BreakGlassRefused(BreakGlassFact, kind="groups.break_glass_refused"):
    """Emergency access was refused."""


class BreakGlassEnded(BreakGlassFact, kind="groups.break_glass_ended"):
    """Emergency access ended."""
