"""Events of reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from tasks.items.events import ActionPayload, topic_of
from viche.kernel.events import Payload, PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLadderChanged(ActionPayload):
    """The item's own reminder rules changed, or were deleted."""

    kind: ClassVar[str] = "tasks.item_ladder_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLadderChanged(Payload):
    """The reminder rules of the group changed."""

    kind: ClassVar[str] = "tasks.group_ladder_changed"
    group_id: UUID
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "group", self.group_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminderPayload(PersonalPayload):
    """A fact about a personal reminder."""

    action_id: UUID
    reminder_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminderSet(OwnReminderPayload):
    """The person set a reminder of their own."""

    kind: ClassVar[str] = "tasks.own_reminder_set"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminderRemoved(OwnReminderPayload):
    """The person removed a reminder of their own."""

    kind: ClassVar[str] = "tasks.own_reminder_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminderDue(OwnReminderPayload):
    """A personal reminder fell due; `snoozed` when it was a snoozed one."""

    kind: ClassVar[str] = "tasks.own_reminder_due"
    group_id: UUID
    snoozed: bool
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPayload(Payload):
    """A fact about a reminder; only the topic of the item itself gets it."""

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
    """A reminder of an action item was set."""

    kind: ClassVar[str] = "tasks.reminder_set"
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRemoved(ReminderPayload):
    """A reminder of an action item was removed."""

    kind: ClassVar[str] = "tasks.reminder_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderAcknowledged(ReminderPayload):
    """A reminder of an action item was acknowledged."""

    kind: ClassVar[str] = "tasks.reminder_acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue(ReminderPayload):
    """A reminder fell due. `days` until the due day, negative once it has passed."""

    kind: ClassVar[str] = "tasks.reminder_due"
    group_id: UUID
    due_on: date
    days: int
