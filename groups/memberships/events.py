"""What is noticed of a table as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from groups.initiative_groups.events import GroupFact
from viche.kernel.events import Payload

# ---- members ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipStarted(Payload):
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
    kind: ClassVar[str] = "groups.membership_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(MembershipStarted):
    """`role` is the new one."""

    kind: ClassVar[str] = "groups.role_changed"
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChanged(MembershipStarted):
    """The seat looks different now: a deputy came or went, an account was closed or opened, the organisation
    is of another sector. Only the group hears of it.
    """

    kind: ClassVar[str] = "groups.seat_changed"

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorsLost(GroupFact):
    """Nobody of these essential sectors sits at the table of an active group any more."""

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
    """Nobody leads the group any more, since this mandate does not: it was ended, or its time is over."""

    kind: ClassVar[str] = "groups.lead_lost"
    mandate_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()
