"""What the API says about people, organisations and groups. Other rooms build on the first part."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypedDict
from uuid import UUID

from viche.kernel.text import Text

GenderName = Literal["feminine", "masculine", "neutral"]
SectorName = Literal[
    "police",
    "emergency",
    "local_government",
    "education",
    "business",
    "civil_society",
    "health",
    "international",
    "other",
]
RoleName = Literal["facilitator", "secretary", "member", "observer"]
LevelName = Literal["country", "oblast", "raion", "hromada", "settlement"]
GroupStateName = Literal["proposed", "active", "suspended", "dissolved"]
MandateStateName = Literal["upcoming", "active", "resting", "ended"]
SeatStateName = Literal["upcoming", "taken", "resting", "inactive", "ended"]
HeritageName = Literal["actions", "led_threads", "unread_threads"]
VisibilityName = Literal["hidden", "listed", "public"]


class PersonRef(TypedDict):
    id: UUID
    name: Text
    gender: GenderName


class OrganisationRef(TypedDict):
    """`on_behalf` is what follows «від імені …» / “on behalf of …”."""

    id: UUID
    name: Text
    short_name: Text
    on_behalf: Text
    sector: SectorName


class Voice(TypedDict):
    """Who speaks, through which mandate, and whether for the organisation or personally.

    `acting_for` is the holder of the mandate where another stands in for them: the position is the holder's.
    """

    person: PersonRef
    mandate_id: UUID | None
    organisation: OrganisationRef | None
    position: Text | None
    acting_for: PersonRef | None
    on_behalf: bool


class GroupRef(TypedDict):
    id: UUID
    name: Text


class TerritoryRef(TypedDict):
    id: UUID
    name: Text
    level: LevelName


class SectorSeats(TypedDict):
    """How many people of a sector sit at the table, and how many the group wants. Observers only watch."""

    sector: SectorName
    seated: int
    required: int


class GroupFacts(TypedDict):
    """What is the same for every reader of a group; events carry it. `member_count` counts observers, too."""

    id: UUID
    name: Text
    purpose: Text
    territory: TerritoryRef
    state: GroupStateName
    visibility: VisibilityName
    mandate_document: str
    cadence: Text
    quorum: int
    time_zone: str
    founded_on: date
    sectors: list[SectorSeats]
    member_count: int
    version: int


class GroupOut(GroupFacts):
    """`role` is the reader's strongest role here; null for one who only coordinates. `parent` is null where
    the reader may not know of it. `requests_waiting` is how many ask for a seat; null for who may not answer.
    """

    parent: GroupRef | None
    role: RoleName | None
    unread: int
    requests_waiting: int | None
    allowed: list[str]
    seq: int


class SectorsSeen(TypedDict):
    """Which sectors sit at the table, and which are wanted and do not (all) sit there yet."""

    sectors: list[SectorName]
    missing: list[SectorName]


class GroupCard(SectorsSeen):
    """A group as those may know it who do not read it. Sectors are named, not counted.

    `role` is the reader's own, null without one; `reads` says whether they may open it. `parent` is null
    where the reader may not know of it.
    """

    id: UUID
    name: Text
    purpose: Text
    territory: TerritoryRef
    parent: GroupRef | None
    state: GroupStateName
    visibility: VisibilityName
    role: RoleName | None
    reads: bool


class PublicGroup(SectorsSeen):
    """The page of a group that is open to everybody."""

    id: UUID
    name: Text
    purpose: Text
    territory: TerritoryRef
    state: GroupStateName
    cadence: Text
    founded_on: date


class StateChangeOut(TypedDict):
    """A step of a group; `person` is null where the system took it."""

    id: UUID
    before: GroupStateName
    after: GroupStateName
    reason: str
    person: PersonRef | None
    at: datetime


class MilestoneOut(TypedDict):
    """`looks` is true for one that looks by itself; `reached_on` is said only of the others."""

    id: UUID
    check: str
    title: Text
    looks: bool
    reached: bool
    reached_on: date | None
    note: str


class CheckOut(TypedDict):
    """A milestone that looks by itself, to choose from."""

    check: str
    title: Text


class ReadinessOut(TypedDict):
    """`version` is that of the group, to whose charter the choice of milestones belongs."""

    items: list[MilestoneOut]
    reached: int
    checks: list[CheckOut]
    allowed: list[str]
    version: int


class PresentOrganisation(TypedDict):
    organisation: OrganisationRef
    heard: bool


class SectorBalanceOut(TypedDict):
    """`messages` counts what the sector said since then in threads that the whole group reads."""

    sector: SectorName
    seated: int
    required: int
    heard: bool
    messages: int
    organisations: list[PresentOrganisation]


class BalanceOut(TypedDict):
    since: datetime
    sectors: list[SectorBalanceOut]


class MembershipFacts(TypedDict):
    """One seat. `starts_on` and `ends_on` are those of its mandate; `deputy` is set while one stands in."""

    id: UUID
    role: RoleName
    since: datetime
    until: datetime | None
    person: PersonRef
    organisation: OrganisationRef
    position: Text
    mandate_id: UUID
    starts_on: date
    ends_on: date | None
    deputy: PersonRef | None
    version: int


class MembershipOut(MembershipFacts):
    """`mandate_allowed` is what the reader may do with the mandate that sits there."""

    allowed: list[str]
    mandate_allowed: list[str]


class SeatOut(TypedDict):
    """Where a mandate sits."""

    membership_id: UUID
    group: GroupRef
    role: RoleName


class DeputyshipOut(TypedDict):
    """An absence of the holder of a mandate, in which the deputy acts."""

    id: UUID
    deputy: PersonRef
    starts_at: datetime
    ends_at: datetime


class MandateOut(TypedDict):
    """`acting` is true when the reader stands in for its holder, `person`. `deputy` is who usually stands in.
    Absences are told of one's own.
    """

    id: UUID
    person: PersonRef
    organisation: OrganisationRef
    position: Text
    document: str
    starts_on: date
    ends_on: date | None
    acting: bool
    deputy: PersonRef | None
    roles: list[SeatOut]
    absences: list[DeputyshipOut]
    allowed: list[str]
    version: int


class MandateRef(TypedDict):
    """A mandate to choose, by its holder."""

    id: UUID
    person: PersonRef
    organisation: OrganisationRef
    position: Text


class MandateDetails(MandateRef):
    """`deputy` usually stands in; an absence says when. `reason` says to the holder, and to those who may end
    it, why it rests or has ended. `predecessor` held the post before. `seats` are those in groups that the
    reader reads.
    """

    document: str
    starts_on: date
    ends_on: date | None
    ended_at: datetime | None
    state: MandateStateName
    deputy: PersonRef | None
    reason: str
    predecessor: PersonRef | None
    seats: list[SeatOut]
    allowed: list[str]
    version: int


class HeritageOut(TypedDict):
    kind: HeritageName
    count: int


class SuccessionOut(TypedDict):
    """What would pass on with a post, counted as far as whole groups read it."""

    heritage: list[HeritageOut]
    seats: list[SeatOut]
    version: int


class RoleStepOut(TypedDict):
    """Somebody came into a role (`before` is null), to another one, or left theirs (`after` is null).

    `by` is null where the system did it. `taken_over_from` is who held the post at the table until then.
    `reason` says to those who lead why it was left.
    """

    id: UUID
    at: datetime
    membership_id: UUID
    person: PersonRef
    organisation: OrganisationRef
    position: Text
    before: RoleName | None
    after: RoleName | None
    by: PersonRef | None
    taken_over_from: PersonRef | None
    reason: str


class SeatRecord(TypedDict):
    """A seat as it was, is or will be; `reason` says to those who lead why it ended."""

    id: UUID
    role: RoleName
    since: datetime
    until: datetime | None
    state: SeatStateName
    person: PersonRef
    organisation: OrganisationRef
    position: Text
    mandate_id: UUID
    reason: str
    mandate_allowed: list[str]
