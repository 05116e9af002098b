"""What happens among groups, mandates and members: the facts that services record.

A group's topic hears what concerns the group; a person's own topic hears that they came in, changed or left,
since one who is not in the group cannot listen there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRecorded(TerritoryRegistered):
    kind: ClassVar[str] = "groups.population_recorded"
    year: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRemoved(PopulationRecorded):
    """The figure of a year was wrong, and nothing is said of that year any more."""

    kind: ClassVar[str] = "groups.population_removed"


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
    """`person_id` names the representatives of the organisation now, and hears of it, as `others` do: those
    who see by whom it is administered.
    """

    kind: ClassVar[str] = "groups.organisation_administrator_named"
    administrator_id: UUID
    person_id: UUID
    others: tuple[UUID, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{one}" for one in (self.person_id, *self.others))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAdministratorEnded(OrganisationAdministratorNamed):
    kind: ClassVar[str] = "groups.organisation_administrator_ended"


# ---- groups ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFact(Payload):
    """Something about a group, of which it hears."""

    group_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "group", self.group_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFounded(GroupFact):
    kind: ClassVar[str] = "groups.group_founded"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEdited(GroupFact):
    """Fields of the charter say something else now. Where who may know of the group was changed, both are
    named: what it was and what it is.
    """

    kind: ClassVar[str] = "groups.group_edited"
    fields: tuple[str, ...]
    visibility_before: str | None = None
    visibility_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestonesChanged(GroupFact):
    """The group wants other milestones, or one was reached."""

    kind: ClassVar[str] = "groups.milestones_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsRequired(GroupFact):
    """The group now wants other numbers of seats for its sectors."""

    kind: ClassVar[str] = "groups.seats_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStateChanged(GroupFact):
    kind: ClassVar[str] = "groups.state_changed"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPassed(GroupFact):
    """A term began or ended by itself, and with it somebody's seat or place as a deputy."""

    kind: ClassVar[str] = "groups.terms_passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberErased(GroupFact):
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
    """The seat looks different now: a deputy came or went, an account was closed or opened, the organisation
    is of another sector. Only the group hears of it.
    """

    kind: ClassVar[str] = "groups.seat_changed"

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


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
    """Fields of the mandate say something else now. `before` and `after` are its first and last day."""

    kind: ClassVar[str] = "groups.mandate_changed"
    fields: tuple[str, ...]
    before: tuple[date, date | None]
    after: tuple[date, date | None]


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
class UsualDeputyNamed(MandateAppointed):
    """The mandate names who usually stands in. They act only in a deputyship."""

    kind: ClassVar[str] = "groups.usual_deputy_named"
    deputy_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return f"user:{self.person_id}", f"user:{self.deputy_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDeputyDropped(UsualDeputyNamed):
    kind: ClassVar[str] = "groups.usual_deputy_dropped"


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
    """The thing itself hears of it, too: those who read it see who else does."""

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
        return f"user:{self.person_id}", f"{self.container_type}:{self.container_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestShareEnded(GuestShared):
    kind: ClassVar[str] = "groups.guest_share_ended"
