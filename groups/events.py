"""What happens among groups, mandates and members: the facts that services record.

A group's topic hears what concerns the group; a person's own topic hears that they came in, changed or left,
since one who is not in the group cannot listen there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryRegistered(Payload):
    kind: ClassVar[str] = "groups.territory_registered"
    territory_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "territory", self.territory_id

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRecorded(TerritoryRegistered):
    kind: ClassVar[str] = "groups.population_recorded"
    year: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryEdited(TerritoryRegistered):
    """Fields of the territory say something else now."""

    kind: ClassVar[str] = "groups.territory_edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesImported(TerritoryRegistered):
    """A list of the codifier was taken in; `territory_id` is the country."""

    kind: ClassVar[str] = "groups.territories_imported"
    added: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered(Payload):
    kind: ClassVar[str] = "groups.organisation_registered"
    organisation_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "organisation", self.organisation_id

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationVerified(OrganisationRegistered):
    kind: ClassVar[str] = "groups.organisation_verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationMarkWithdrawn(OrganisationRegistered):
    """It is not verified any more."""

    kind: ClassVar[str] = "groups.organisation_mark_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEdited(OrganisationRegistered):
    """Fields of the organisation say something else now."""

    kind: ClassVar[str] = "groups.organisation_edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAdministratorNamed(OrganisationRegistered):
    """`person_id` names the representatives of the organisation now, and hears of it."""

    kind: ClassVar[str] = "groups.organisation_administrator_named"
    administrator_id: UUID
    person_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAdministratorEnded(OrganisationAdministratorNamed):
    kind: ClassVar[str] = "groups.organisation_administrator_ended"


# ---- groups ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFounded(Payload):
    kind: ClassVar[str] = "groups.group_founded"
    group_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "group", self.group_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEdited(GroupFounded):
    """Fields of the charter say something else now."""

    kind: ClassVar[str] = "groups.group_edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestonesChanged(GroupFounded):
    """The group wants other milestones, or one was reached."""

    kind: ClassVar[str] = "groups.milestones_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsRequired(GroupFounded):
    """The group now wants other numbers of seats for its sectors."""

    kind: ClassVar[str] = "groups.seats_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStateChanged(GroupFounded):
    kind: ClassVar[str] = "groups.state_changed"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPassed(GroupFounded):
    """A term began or ended by itself, and with it somebody's seat or place as a deputy."""

    kind: ClassVar[str] = "groups.terms_passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberErased(GroupFounded):
    """Somebody who sits or sat here goes by a pseudonym now."""

    kind: ClassVar[str] = "groups.member_erased"
    person_id: UUID


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
    """Somebody else acts in the seat now: a deputy came or went. Only the group hears of it."""

    kind: ClassVar[str] = "groups.seat_changed"

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


# ---- ways to the table -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMade(Payload):
    kind: ClassVar[str] = "groups.invitation_made"
    invitation_id: UUID
    group_id: UUID
    role: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "invitation", self.invitation_id

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(InvitationMade):
    kind: ClassVar[str] = "groups.invitation_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSent(InvitationMade):
    """Its letter was asked for; the mailer sends it."""

    kind: ClassVar[str] = "groups.invitation_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationUsed(InvitationMade):
    """`person_id` came in by it: to a seat, or with a request for one."""

    kind: ClassVar[str] = "groups.invitation_used"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAskedFor(Payload):
    kind: ClassVar[str] = "groups.seat_asked_for"
    request_id: UUID
    group_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "join_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequestClosed(SeatAskedFor):
    """Admitted, declined or withdrawn: `state`."""

    kind: ClassVar[str] = "groups.join_request_closed"
    state: str


# ---- mandates and deputies -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateAppointed(Payload):
    kind: ClassVar[str] = "groups.mandate_appointed"
    mandate_id: UUID
    person_id: UUID
    organisation_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "mandate", self.mandate_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded(MandateAppointed):
    kind: ClassVar[str] = "groups.mandate_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateChanged(MandateAppointed):
    """Fields of the mandate say something else now."""

    kind: ClassVar[str] = "groups.mandate_changed"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRested(MandateAppointed):
    """Nobody acts through it until it is resumed."""

    kind: ClassVar[str] = "groups.mandate_rested"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateResumed(MandateAppointed):
    kind: ClassVar[str] = "groups.mandate_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateTakenOver(MandateAppointed):
    """The post passed on: the mandate is the successor's, with all that hung on that of its predecessor."""

    kind: ClassVar[str] = "groups.mandate_taken_over"
    predecessor_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyAppointed(Payload):
    """`person_id` is the deputy."""

    kind: ClassVar[str] = "groups.deputy_appointed"
    deputyship_id: UUID
    mandate_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "deputyship", self.deputyship_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyshipEnded(DeputyAppointed):
    kind: ClassVar[str] = "groups.deputyship_ended"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestShared(Payload):
    kind: ClassVar[str] = "groups.guest_shared"
    share_id: UUID
    container_type: str
    container_id: UUID
    person_id: UUID
    access: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return self.container_type, self.container_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestShareEnded(GuestShared):
    kind: ClassVar[str] = "groups.guest_share_ended"
