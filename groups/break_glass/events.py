"""Events of requests for emergency access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassAsked(BreakGlassFact):
    """Emergency access was requested."""

    kind: ClassVar[str] = "groups.break_glass_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassApproved(BreakGlassFact):
    """Emergency access was approved: the requester reads for at most an hour."""

    kind: ClassVar[str] = "groups.break_glass_approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassRefused(BreakGlassFact):
    """Emergency access was refused."""

    kind: ClassVar[str] = "groups.break_glass_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassEnded(BreakGlassFact):
    """Emergency access ended."""

    kind: ClassVar[str] = "groups.break_glass_ended"
