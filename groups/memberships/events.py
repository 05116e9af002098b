"""Events of seats, and of what a group lacks as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from groups.initiative_groups.events import GroupFact
from viche.kernel.events import Payload

# ---- members ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipStarted(Payload):
    """A seat in a group began."""

    kind: ClassVar[str] = "groups.membership_started"
    membership_id: UUID
    group_id: UUID
    mandate_id: UUID
    person_id: UUID
    role: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "membership", self.membership_id

    @property
    def topics(self) -> tuple[str, ...]:
        return f"group:{self.group_id}", f"user:{self.person_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipEnded(MembershipStarted):
    """A seat in a group ended."""

    kind: ClassVar[str] = "groups.membership_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(MembershipStarted):
    """`role` is the new one."""

    kind: ClassVar[str] = "groups.role_changed"
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChanged(MembershipStarted):
    """The presentation of a seat changed; only the group's topic receives it.

    A deputyship began or ended, an account was closed or opened, or the organisation's sector changed.
    """

    kind: ClassVar[str] = "groups.seat_changed"

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorsLost(GroupFact):
    """An active group no longer has any seat of these essential sectors."""

    kind: ClassVar[str] = "groups.sectors_lost"
    sectors: tuple[str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitatorLost(GroupFact):
    """This mandate leads the group no longer, whether or not others do. `person_id` is its holder."""

    kind: ClassVar[str] = "groups.facilitator_lost"
    mandate_id: UUID
    person_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLost(GroupFact):
    """A group has no facilitator since this mandate was ended or has expired."""

    kind: ClassVar[str] = "groups.lead_lost"
    mandate_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()
