"""Events of seats, and of what a group lacks as a whole."""

from __future__ import annotations

from uuid import UUID

from groups.initiative_groups.events import GroupFact
from viche.kernel.events import Payload

# ---- members ---------------------------------------------------------------------------------------------


class MembershipStarted(Payload, kind="groups.membership_started"):
    """A seat in a group began."""

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


class MembershipEnded(MembershipStarted, kind="groups.membership_ended"):
    """A seat in a group ended."""


class RoleChanged(MembershipStarted, kind="groups.role_changed"):
    """`role` is the new one."""

    before: str


class SeatChanged(MembershipStarted, kind="groups.seat_changed"):
    """The presentation of a seat changed; only the group's topic receives it.

    A deputyship began or ended, an account was closed or opened, or the organisation's sector changed.
    """

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


class SectorsLost(GroupFact, kind="groups.sectors_lost"):
    """An active group no longer has any seat of these essential sectors."""

    sectors: tuple[str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class FacilitatorLost(GroupFact, kind="groups.facilitator_lost"):
    """This mandate leads the group no longer, whether or not others do. `person_id` is its holder."""

    mandate_id: UUID
    person_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class LeadLost(GroupFact, kind="groups.lead_lost"):
    """A group has no facilitator since this mandate was ended or has expired."""

    mandate_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()
