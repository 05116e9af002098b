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
    """It has other rules of reminding, or those of its group again."""

    kind: ClassVar[str] = "tasks.item_ladder_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLadderChanged(Payload):
    """The group has other rules of reminding."""

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
    """A fact about what one person alone is reminded of."""

    action_id: UUID
    reminder_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminderSet(OwnReminderPayload):
    kind: ClassVar[str] = "tasks.own_reminder_set"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminderRemoved(OwnReminderPayload):
    kind: ClassVar[str] = "tasks.own_reminder_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminderDue(OwnReminderPayload):
    """It fell due; `snoozed` when it was put off."""

    kind: ClassVar[str] = "tasks.own_reminder_due"
    group_id: UUID
    snoozed: bool
    due_on: date


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
    group_id: UUID
    due_on: date
    days: int
