"""What the API says about action items.

The Facts are the same for every reader and travel in frames too; the Out shapes add what is the reader's own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypedDict
from uuid import UUID

from dialogue.timeline.schemas import AwaitedOut, ThreadOut
from groups.common.schemas import GroupRef, OrganisationRef, PersonRef, Voice
from viche.kernel.text import Text

StateName = Literal[
    "proposed", "accepted", "declined", "in_progress", "blocked", "done", "verified", "closed", "cancelled"
]

TargetGroupName = Literal[
    "women",
    "men",
    "children",
    "young_people",
    "older_people",
    "people_with_disabilities",
    "displaced_people",
    "veterans",
    "national_minorities",
]

BudgetSourceName = Literal["hromada", "oblast", "state", "donor", "own", "other"]

PriorityName = Literal["low", "normal", "high", "urgent"]

AudienceName = Literal["group", "thread"]

WaitingKind = Literal["accept", "verify", "overdue", "work"]


class CriterionOut(TypedDict):
    """What must be true for the work to count as done. `evidence`: numbers of what speaks for it."""

    id: UUID
    text: str
    evidence: list[int]


class ChecklistLineOut(TypedDict):
    """One line of the checklist; `done_at` is null while it is open."""

    id: UUID
    text: str
    done_at: datetime | None
    done_by: PersonRef | None


class PlaceOut(TypedDict):
    """Degrees."""

    latitude: float
    longitude: float


class HelpOut(TypedDict):
    """With what the owner asked for help, until somebody answers."""

    text: str
    by: Voice
    at: datetime


class ActionFacts(TypedDict):
    """An action item as everybody who reads it sees it.

    `number` is unique within the register of the top group and the `year`. `verifier` is null when any
    other organisation of the group may verify. `state_reason` says why it is declined, blocked, cancelled
    or back at work; `blocked_reason` is the same while it is blocked. `state_since`: when it came into its
    state. `owner_outside`: it has no account. `effort_hours` are hours of one person, `budget` is hryvnias.
    `recurrence`: the rule (RFC 5545) by which it comes again when it is closed.
    """

    id: UUID
    number: int
    year: int
    title: Text
    description: str
    state: StateName
    state_since: datetime
    state_reason: str | None
    blocked_reason: str | None
    help_asked: HelpOut | None
    priority: PriorityName
    due_on: date
    original_due_on: date
    overdue: bool
    group: GroupRef
    owner: OrganisationRef
    owner_outside: bool
    owner_person: PersonRef | None
    coowners: list[OrganisationRef]
    verifier: OrganisationRef | None
    verified_by: Voice | None
    verified_at: datetime | None
    audience: AudienceName
    target_groups: list[TargetGroupName]
    tags: list[str]
    effort_hours: int | None
    budget: float | None
    budget_source: BudgetSourceName | None
    place_name: str
    place: PlaceOut | None
    recurrence: str | None
    criteria: list[CriterionOut]
    checklist_count: int
    checklist_done: int
    evidence_count: int
    done_at: datetime | None
    created_at: datetime
    version: int


class SourceOut(TypedDict):
    """Where it came from. `thread_title` is null when the reader does not see the thread."""

    thread_id: UUID
    message_id: UUID | None
    thread_title: Text | None


class ActionOut(ActionFacts):
    """`waiting` says what it wants of the reader. `seq`: the last event of `action:<id>` that is included."""

    source: SourceOut | None
    waits_for_me: bool
    waiting: WaitingKind | None
    allowed: list[str]
    seq: int


class RelatedOut(TypedDict):
    """Another action item; all of it is null where the reader does not see that one."""

    id: UUID | None
    number: int | None
    year: int | None
    title: Text | None
    state: StateName | None
    audience: AudienceName | None


class DiscussionOut(TypedDict):
    """The thread in which an item is talked about; both are null for whoever does not see it."""

    thread_id: UUID | None
    unread: int | None


class ActionPageOut(ActionOut):
    """One item by itself. `superseded_by`: what is done instead; `supersedes`: instead of what it is."""

    superseded_by: RelatedOut | None
    supersedes: list[RelatedOut]
    discussion: DiscussionOut | None
    watching: bool


class ActionOutPage(TypedDict):
    """`seq` is that of the topic `group:<id>` when one group was asked for; else null."""

    items: list[ActionOut]
    next_cursor: str | None
    seq: int | None


class WatchFrame(TypedDict):
    """On `user:<id>`: one follows an item, or does so no longer."""

    action_id: UUID
    watching: bool


class WaitingOut(TypedDict):
    """One thing that waits for the reader; `at` is since when."""

    kind: WaitingKind
    at: datetime | None
    due_on: date
    action: ActionOut
    title: Text
    url: str


class TodayOut(TypedDict):
    """What waits (the most pressing first), what is unread, own open items, counts of all items by state."""

    waiting: list[WaitingOut]
    to_acknowledge: list[AwaitedOut]
    unread: list[ThreadOut]
    mine: list[ActionOut]
    action_counts: dict[str, int]
    unread_total: int
    notifications: int


class ActionFrame(TypedDict):
    """On `action:<id>`: the whole item."""

    action: ActionFacts


class ActionCard(TypedDict):
    """On `group:<id>`: what a card of the board shows."""

    action_id: UUID
    number: int
    year: int
    title: Text
    state: StateName
    state_since: datetime
    blocked_reason: str | None
    priority: PriorityName
    due_on: date
    overdue: bool
    owner: OrganisationRef
    checklist_count: int
    checklist_done: int
    evidence_count: int
    thread_id: UUID | None
    message_id: UUID | None
    version: int


class ActionTrace(TypedDict):
    """On `thread:<id>`: that something came of it, for all its readers; what it is, the item itself tells."""

    action_id: UUID
    message_id: UUID | None
    number: int
    year: int
    state: StateName
    version: int
