"""API shapes of action items.

The Facts are the same for every reader and are used in frames too; the Out shapes add what depends on the
reader.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from dialogue.timeline.schemas import ThreadOut
from groups.common.schemas import GroupRef, OrganisationRef, PersonRef, Voice
from viche.kernel.api import ActionOn, OneOf
from viche.kernel.duties import DUTY_KINDS
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

StepName = Literal["answer", "verify", "read", "speak", "work", "renew"]

WaitingKind = Literal["accept", "returned", "verify", "overdue", "work", "help"]


class CriterionOut(TypedDict):
    """An acceptance criterion. `evidence`: numbers of the pieces of evidence that support it.

    `hidden_evidence`: numbers of those that supported it and were hidden. A criterion without `evidence` is
    not proved, also when the work was verified. `unproved_reason`: why there was none when the work was done
    or verified.
    """

    id: UUID
    text: str
    evidence: list[int]
    unproved_reason: str | None
    hidden_evidence: list[int]


class ChecklistLineOut(TypedDict):
    """One line of the checklist; `done_at` is null while it is open."""

    id: UUID
    text: str
    done_at: datetime | None
    done_by: PersonRef | None


class PlaceOut(TypedDict):
    """Coordinates in degrees (WGS 84)."""

    latitude: float
    longitude: float


class HelpOut(TypedDict):
    """An unanswered request of the owner for help."""

    text: str
    by: Voice
    at: datetime


class ActionFacts(TypedDict):
    """Facts of an action item, the same for every reader.

    `number` is unique within the register of the top group and the `year`. `verifier` is null when any other
    organisation of the group may verify. `state_reason` is the reason why the item is declined, blocked,
    cancelled or returned; `blocked_reason` is the same while it is blocked. `state_since`: when it entered
    its state. `owner_outside`: the owner has no account. `effort_hours` are hours of one person, `budget` is
    in hryvnias. `recurrence`: the RFC 5545 rule by which a new item is created when this one is closed.
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
    """Origin of the item. `thread_title` is null when the reader may not read the thread."""

    thread_id: UUID
    message_id: UUID | None
    thread_title: Text | None


class ActionOut(ActionFacts):
    """An action item as the reader sees it.

    `waiting` is the next step expected from the reader. `seq`: the last event of `action:<id>` that is
    included.
    """

    source: SourceOut | None
    waits_for_me: bool
    waiting: WaitingKind | None
    allowed: list[Annotated[str, ActionOn("action")]]
    seq: int


class RelatedOut(TypedDict):
    """Another action item; all fields are null when the reader may not read it."""

    id: UUID | None
    number: int | None
    year: int | None
    title: Text | None
    state: StateName | None
    audience: AudienceName | None


class DiscussionOut(TypedDict):
    """Discussion thread of an item; both fields are null when the reader may not read it."""

    thread_id: UUID | None
    unread: int | None


class ActionPageOut(ActionOut):
    """A single action item. `superseded_by`: its replacement; `supersedes`: the items it replaces."""

    superseded_by: RelatedOut | None
    supersedes: list[RelatedOut]
    discussion: DiscussionOut | None
    watching: bool


class ActionOutPage(TypedDict):
    """A page of action items.

    `seq` is that of the topic `group:<id>` for a list of one group, else null.
    """

    items: list[ActionOut]
    next_cursor: str | None
    seq: int | None


class WatchFrame(TypedDict):
    """Frame on `user:<id>`: the user started or stopped watching an item."""

    action_id: UUID
    watching: bool


class DutyOut(TypedDict):
    """Something that waits for an answer or a step of the reader, since `since`.

    `label` says what it is, `button` what leads to it; `id` is that of the object behind `url`. `due_at` is
    its term, if it has one; `due_on` is the last day, where the term is a whole day. `organisation` is the
    one that it concerns. `shared`: its whole group may read it, so that it may be stored on a shared device.
    """

    kind: Annotated[str, OneOf(lambda: DUTY_KINDS)]
    step: StepName
    id: UUID
    label: Text
    button: Text
    title: Text
    url: str
    number: int | None
    note: Text | None
    organisation: OrganisationRef | None
    group_id: UUID | None
    since: datetime
    due_on: date | None
    due_at: datetime | None
    overdue: bool
    shared: bool


class TodayOut(TypedDict):
    """Overview of the reader's day.

    Everything that waits for the reader (the newest need first; a term that is near or has passed makes a
    need new), unread threads, own open items, and the counts of all items by state.
    """

    duties: list[DutyOut]
    unread: list[ThreadOut]
    mine: list[ActionOut]
    action_counts: dict[str, int]
    unread_total: int
    notifications: int


class ActionFrame(TypedDict):
    """Frame on `action:<id>`: the whole item."""

    action: ActionFacts


class ActionCard(TypedDict):
    """Frame on `group:<id>`: what a card of the board shows."""

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
    """Frame on `thread:<id>`: an item of the thread changed.

    It goes to all readers of the thread, so it holds no content of the item.
    """

    action_id: UUID
    message_id: UUID | None
    number: int
    year: int
    state: StateName
    version: int
