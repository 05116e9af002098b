"""Events of reminders."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tasks.items.events import ActionPayload, topic_of
from viche.kernel.events import Payload, PersonalPayload


class ItemLadderChanged(ActionPayload, kind="tasks.item_ladder_changed"):
    """The item's own reminder rules changed, or were deleted."""


class GroupLadderChanged(Payload, kind="tasks.group_ladder_changed"):
    """The reminder rules of the group changed."""

    group_id: UUID
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "group", self.group_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


class OwnReminderPayload(PersonalPayload):
    """A fact about a personal reminder."""

    action_id: UUID
    reminder_id: UUID


class OwnReminderSet(OwnReminderPayload, kind="tasks.own_reminder_set"):
    """The person set a reminder of their own."""


class OwnReminderRemoved(OwnReminderPayload, kind="tasks.own_reminder_removed"):
    """The person removed a reminder of their own."""


class OwnReminderDue(OwnReminderPayload, kind="tasks.own_reminder_due"):
    """A personal reminder fell due; `snoozed` when it was a snoozed one."""

    group_id: UUID
    snoozed: bool
    due_on: date


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


class ReminderSet(ReminderPayload, kind="tasks.reminder_set"):
    """A reminder of an action item was set."""

    due_at: datetime


class ReminderRemoved(ReminderPayload, kind="tasks.reminder_removed"):
    """A reminder of an action item was removed."""


class ReminderAcknowledged(ReminderPayload, kind="tasks.reminder_acknowledged"):
    """A reminder of an action item was acknowledged."""


class ReminderDue(ReminderPayload, kind="tasks.reminder_due"):
    """A reminder fell due. `days` until the due day, negative once it has passed."""

    group_id: UUID
    due_on: date
    days: int
