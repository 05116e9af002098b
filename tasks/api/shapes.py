"""What the API says about action items.

The Facts are the same for every reader and travel in frames too; the Out shapes add what is the reader's own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from dialogue.api.shapes import ThreadOut
from groups.api.shapes import GroupRef, OrganisationRef, PersonRef, Voice
from viche.files.api.shapes import FileOut
from viche.kernel.text import Text

StateName = Literal[
    "proposed", "accepted", "declined", "in_progress", "blocked", "done", "verified", "cancelled"
]
PriorityName = Literal["low", "normal", "high", "urgent"]
AudienceName = Literal["group", "thread"]
EvidenceKindName = Literal["file", "photo", "link", "indicator", "document"]
RuleName = Literal["before_due", "on_due", "overdue", "custom"]
ReminderAudienceName = Literal["owner", "verifier", "facilitator"]
WaitingKind = Literal["accept", "verify", "overdue", "work"]
StepKind = Literal[
    "thread", "message", "decision", "finding", "recommendation", "action", "evidence", "verification"
]


class CriterionOut(TypedDict):
    """What must be true for the work to count as done. `evidence`: numbers of what speaks for it."""

    id: UUID
    text: str
    evidence: list[int]


class ActionFacts(TypedDict):
    """An action item as everybody who reads it sees it.

    `number` is unique within the register of the top group and the `year`. `verifier` is null when any
    other organisation of the group may verify. `state_reason` says why it is declined, blocked, cancelled
    or back at work; `blocked_reason` is the same while it is blocked. `state_since`: when it came into its
    state.
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
    priority: PriorityName
    due_on: date
    original_due_on: date
    overdue: bool
    group: GroupRef
    owner: OrganisationRef
    owner_person: PersonRef | None
    verifier: OrganisationRef | None
    verified_by: Voice | None
    verified_at: datetime | None
    audience: AudienceName
    criteria: list[CriterionOut]
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


class ActionOutPage(TypedDict):
    """`seq` is that of the topic `group:<id>` when one group was asked for; else null."""

    items: list[ActionOut]
    next_cursor: str | None
    seq: int | None


class EvidenceFacts(TypedDict):
    """One piece of evidence; `number` counts from 1 within the action item."""

    id: UUID
    number: int
    kind: EvidenceKindName
    title: str
    note: str
    url: str
    file: FileOut | None
    criterion_id: UUID | None
    added_by: Voice
    added_at: datetime


EvidenceOut = EvidenceFacts


class ReminderOut(TypedDict):
    """`fired_at` is when it came; an acknowledged one comes no more. `allowed`: acknowledge, remove."""

    id: UUID
    rule: RuleName
    due_at: datetime
    fired_at: datetime | None
    acknowledged_at: datetime | None
    audience: ReminderAudienceName
    allowed: list[str]


class ChainStep(TypedDict):
    """`id`, `title` and `url` are null for what the reader may not see (and for steps without a page)."""

    kind: StepKind
    id: UUID | None
    label: Text
    title: Text | None
    state: str
    at: datetime | None
    url: str | None


class HistoryOut(TypedDict):
    """One thing that happened.

    `data` holds references and codes; `remark` the words that were given with it.
    """

    id: UUID
    kind: str
    at: datetime
    actor: Voice | None
    data: dict[str, Any]
    remark: str | None


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


class EvidenceFrame(TypedDict):
    """On `action:<id>`: the new evidence and the item with it."""

    action: ActionFacts
    evidence: EvidenceFacts


class ReminderFrame(TypedDict):
    """On `action:<id>`: a reminder was set, removed, acknowledged or came."""

    action_id: UUID
    reminder_id: UUID
    rule: RuleName
    audience: ReminderAudienceName
    due_at: datetime | None
    fired_at: datetime | None
    acknowledged_at: datetime | None
