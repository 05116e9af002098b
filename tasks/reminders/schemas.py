"""Schemas of reminders."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

RuleName = Literal["before_due", "on_due", "overdue", "unverified", "custom"]

ReminderAudienceName = Literal["owner", "owner_organisation", "verifier", "facilitator", "group"]

OwnReminderKindName = Literal["chosen", "snoozed"]

LadderOwnerName = Literal["item", "group", "usual"]
ReminderActionName = Literal["acknowledge", "snooze", "remove"]


class ReminderOut(TypedDict):
    """A reminder. `fired_at` is when it was sent; an acknowledged one is not repeated.

    `allowed`: acknowledge, snooze, remove.
    """

    id: UUID
    rule: RuleName
    due_at: datetime
    fired_at: datetime | None
    acknowledged_at: datetime | None
    audience: ReminderAudienceName
    allowed: list[ReminderActionName]


class LadderStepOut(TypedDict):
    """One rule: `offset_days` from the due day (negative: before), audience, repetition in days.

    Repetition applies while the item is overdue. For the `verifier`, the days count from the day on which the
    item was done, while it waits for verification; with such a rule, facilitators are reminded a week after
    that day.
    """

    offset_days: int
    audience: ReminderAudienceName
    repeat_days: int | None


class LadderOut(TypedDict):
    """Reminder rules in the order in which they fire.

    `of`: whether they are the item's own, its group's, or the defaults. `version` is that of the group's (the
    item's) own rules, 0 when there are none: the value for `If-Match`.
    """

    of: LadderOwnerName
    steps: list[LadderStepOut]
    version: int
    allowed: list[Literal["set_ladder"]]


class OwnReminderOut(TypedDict):
    """A personal reminder of the reader, chosen or `snoozed`."""

    id: UUID
    kind: OwnReminderKindName
    due_at: datetime
    fired_at: datetime | None


class LadderChangedFrame(TypedDict):
    """Frame on `group:<id>`: the reminder rules changed."""

    ladder_version: int


class OwnReminderFrame(TypedDict):
    """Frame on `user:<id>`: a personal reminder was set, deleted or sent."""

    action_id: UUID
    reminder_id: UUID


class ReminderFrame(TypedDict):
    """Frame on `action:<id>`: a reminder was set, removed, acknowledged or sent."""

    action_id: UUID
    reminder_id: UUID
    rule: RuleName
    audience: ReminderAudienceName
    due_at: datetime | None
    fired_at: datetime | None
    acknowledged_at: datetime | None
