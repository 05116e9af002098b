"""What happens to action items, in references and codes.

The topic of the group hears of an item only while the whole group may read it. The topic of the thread hears
that something came of it, without a word of what: its readers need not be those of the item.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


def topic_of(action_id: UUID) -> str:
    return f"action:{action_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPayload(Payload):
    """A fact about an action item. `shared` says whether its group hears of it."""

    action_id: UUID
    group_id: UUID
    thread_id: UUID | None
    shared: bool
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "action", self.action_id

    @property
    def topics(self) -> tuple[str, ...]:
        group = (f"group:{self.group_id}",) if self.shared else ()
        thread = (f"thread:{self.thread_id}",) if self.thread_id else ()
        return (topic_of(self.action_id), *group, *thread)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMade(ActionPayload):
    """Somebody proposed an item to its owner."""

    kind: ClassVar[str] = "tasks.action_made"
    message_id: UUID | None
    owner_organisation_id: UUID
    due_on: date
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReassigned(ActionPayload):
    """It was proposed to another owner. Names its new organisation and the one before."""

    kind: ClassVar[str] = "tasks.action_reassigned"
    owner_organisation_id: UUID
    owner_before: UUID
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTakenOver(ActionPayload):
    """The post whose work it is passed on. Names its mandate and the one before; nothing else changes."""

    kind: ClassVar[str] = "tasks.action_taken_over"
    owner_id: UUID
    owner_before: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEdited(ActionPayload):
    """`fields` names what changed; the due day stands with it when it moved."""

    kind: ClassVar[str] = "tasks.action_edited"
    fields: tuple[str, ...]
    due_before: date | None
    due_after: date | None
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMoved(ActionPayload):
    """One step of the workflow. `remark_id` names the reason that was given."""

    before: str
    after: str
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAccepted(ActionMoved):
    kind: ClassVar[str] = "tasks.action_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDeclined(ActionMoved):
    kind: ClassVar[str] = "tasks.action_declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStarted(ActionMoved):
    """Work began, or goes on after it was blocked."""

    kind: ClassVar[str] = "tasks.action_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionBlocked(ActionMoved):
    kind: ClassVar[str] = "tasks.action_blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCompleted(ActionMoved):
    """The owner says that it is done; another organisation is to verify it."""

    kind: ClassVar[str] = "tasks.action_completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionVerified(ActionMoved):
    kind: ClassVar[str] = "tasks.action_verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReturned(ActionMoved):
    kind: ClassVar[str] = "tasks.action_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCancelled(ActionMoved):
    kind: ClassVar[str] = "tasks.action_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded(ActionPayload):
    kind: ClassVar[str] = "tasks.evidence_added"
    evidence_id: UUID
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPayload(Payload):
    """A fact about a reminder of an item; only those who look at the item itself hear of it."""

    action_id: UUID
    reminder_id: UUID
    rule: str
    audience: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "action", self.action_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.action_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSet(ReminderPayload):
    kind: ClassVar[str] = "tasks.reminder_set"
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRemoved(ReminderPayload):
    kind: ClassVar[str] = "tasks.reminder_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderAcknowledged(ReminderPayload):
    kind: ClassVar[str] = "tasks.reminder_acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue(ReminderPayload):
    """It fell due. `days` is how many days are left until the due day, negative when it has passed."""

    kind: ClassVar[str] = "tasks.reminder_due"
    due_on: date
    days: int
