"""API shapes of people, organisations and groups. Other apps build on the first part."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from groups.common.hooks import list_group_action_names
from viche.kernel.api import ActionOn, OneOf
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
HeritageName = Literal["actions", "led_dossiers", "led_threads", "open_decisions", "unread_threads"]
SeatActionName = Literal["change_role", "end_membership"]
VisibilityName = Literal["hidden", "listed", "public"]


class PersonRef(TypedDict):
    id: UUID
    name: Text
    gender: GenderName


class OrganisationRef(TypedDict):
    """An organisation. `on_behalf` is its name as in «від імені …» / “on behalf of …”."""

    id: UUID
    name: Text
    short_name: Text
    on_behalf: Text
    sector: SectorName


class Voice(TypedDict):
    """A speaker, their mandate, and whether they speak for the organisation or personally.

    When the speaker is a deputy, `acting_for` is the holder of the mandate, and the position is the holder's.
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
    """How many people of a sector have seats, and how many the group requires, without observers."""

    sector: SectorName
    seated: int
    required: int


class GroupFacts(TypedDict):
    """Fields of a group that are the same for every reader; events carry them.

    `member_count` is how many people have a seat with a voice. `observer_count` is how many have no seat but
    that of an observer.
    """

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
    observer_count: int
    version: int


class GroupOut(GroupFacts):
    """A group as one reader sees it.

    `role` is the reader's strongest role; null for a coordinator without a seat. `parent` is null when the
    reader may not know of it. `requests_waiting` is the number of pending requests for a seat; null when the
    reader may not answer them.
    """

    parent: GroupRef | None
    role: RoleName | None
    unread: int
    requests_waiting: int | None
    allowed: list[Annotated[str, OneOf(list_group_action_names)]]
    seq: int


class SectorsSeen(TypedDict):
    """`sectors` have seats in the group; `missing` are sectors that have fewer seats than required."""

    sectors: list[SectorName]
    missing: list[SectorName]


class GroupCard(SectorsSeen):
    """A group for readers who may know of it but not read it. Sectors are named without numbers.

    `role` is the reader's own role, null without one; `reads` says whether they may open the group. `parent`
    is null when the reader may not know of it.
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
    """The public page of a group."""

    id: UUID
    name: Text
    purpose: Text
    territory: TerritoryRef
    state: GroupStateName
    cadence: Text
    founded_on: date


class StateChangeOut(TypedDict):
    """A state change of a group; `person` is null when the system made it."""

    id: UUID
    before: GroupStateName
    after: GroupStateName
    reason: str
    person: PersonRef | None
    at: datetime


class MilestoneOut(TypedDict):
    """`looks` is true for an automatic milestone; `reached_on` is set only for manual ones."""

    id: UUID
    check: str
    title: Text
    looks: bool
    reached: bool
    reached_on: date | None
    note: str


class CheckOut(TypedDict):
    """An automatic milestone that can be chosen."""

    check: str
    title: Text


class ReadinessOut(TypedDict):
    """`version` is the version of the group, because the choice of milestones is part of its charter."""

    items: list[MilestoneOut]
    reached: int
    checks: list[CheckOut]
    allowed: list[Literal["set_milestones", "reach_milestone"]]
    version: int


class PresentOrganisation(TypedDict):
    organisation: OrganisationRef
    heard: bool


class SectorBalanceOut(TypedDict):
    """`messages` counts the sector's messages since then in threads that the whole group reads."""

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
    """One seat. `starts_on` and `ends_on` are those of its mandate.

    `deputy` is set while a deputy acts for the holder.
    """

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
    """`mandate_allowed` lists the reader's actions on the mandate of the seat."""

    allowed: list[SeatActionName]
    mandate_allowed: list[Annotated[str, ActionOn("mandate")]]


class SeatOut(TypedDict):
    """A seat of a mandate."""

    membership_id: UUID
    group: GroupRef
    role: RoleName


class DeputyshipOut(TypedDict):
    """An absence of a mandate's holder during which the deputy acts."""

    id: UUID
    deputy: PersonRef
    starts_at: datetime
    ends_at: datetime


class MandateOut(TypedDict):
    """A mandate through which the reader acts, as holder or as deputy.

    `acting: true` means that the reader is a deputy of the holder, `person`. `deputy` is the usual deputy.
    `absences` is set for the reader's own mandates only.
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
    allowed: list[Annotated[str, ActionOn("mandate")]]
    version: int


class MandateRef(TypedDict):
    """A mandate to choose, by its holder."""

    id: UUID
    person: PersonRef
    organisation: OrganisationRef
    position: Text


class MandateDetails(MandateRef):
    """A mandate in full.

    `deputy` is the usual deputy, who acts during `absences`. `reason` says why the mandate is suspended or
    has ended; only the holder and people who may end the mandate see it. `predecessor` held the post before.
    `seats` are those in groups that the reader may read.
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
    allowed: list[Annotated[str, ActionOn("mandate")]]
    version: int


class HeritageOut(TypedDict):
    kind: HeritageName
    count: int


class SuccessionOut(TypedDict):
    """What a transfer of the post would hand over. Counts only what whole groups may read."""

    heritage: list[HeritageOut]
    seats: list[SeatOut]
    version: int


class RoleStepOut(TypedDict):
    """A person took a role (`before` is null), changed it, or gave it up (`after` is null).

    `by` is null when the system made the change. `taken_over_from` is the person who held the post in this
    group until then. `reason` says why the role was left; only facilitators and coordinators see it.
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
    """A past, present or future seat.

    `reason` says why it ended; only facilitators and coordinators see it.
    """

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
    mandate_allowed: list[Annotated[str, ActionOn("mandate")]]
