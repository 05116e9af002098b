"""Schemas of reminders."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

RuleName = Literal["before_due", "on_due", "overdue", "unverified", "custom"]

ReminderAudienceName = Literal["owner", "owner_organisation", "verifier", "facilitator", "group"]

OwnReminderKindName = Literal["chosen", "snoozed"]

LadderOwnerName = Literal["item", "group", "usual"]


class ReminderOut(TypedDict):
    """`fired_at` is when it came; an acknowledged one comes no more. `allowed`: acknowledge, snooze,
    remove.
    """

    id: UUID
    rule: RuleName
    due_at: datetime
    fired_at: datetime | None
    acknowledged_at: datetime | None
    audience: ReminderAudienceName
    allowed: list[str]


class LadderStepOut(TypedDict):
    """One rule: `offset_days` after the due day (negative: before), to whom, and every how many days again
    while the item is overdue. For the `verifier` the days are counted from that on which the item was done,
    as long as it waits for verification; with such a rule who leads hears of it a week after that day.
    """

    offset_days: int
    audience: ReminderAudienceName
    repeat_days: int | None


class LadderOut(TypedDict):
    """The rules of reminding, in the order in which they come.

    `of`: whose they are: those of the item, of its group, or the usual ones. `version` is that of the
    group's (the item's) own rules, 0 where it has none: what a change needs in If-Match.
    """

    of: LadderOwnerName
    steps: list[LadderStepOut]
    version: int
    allowed: list[str]


class OwnReminderOut(TypedDict):
    """What the reader alone is reminded of; `snoozed`: put off."""

    id: UUID
    kind: OwnReminderKindName
    due_at: datetime
    fired_at: datetime | None


class LadderChangedFrame(TypedDict):
    """On `group:<id>`: it has other rules of reminding."""

    ladder_version: int


class OwnReminderFrame(TypedDict):
    """On `user:<id>`: a reminder of one's own was set, taken back, or came."""

    action_id: UUID
    reminder_id: UUID


class ReminderFrame(TypedDict):
    """On `action:<id>`: a reminder was set, removed, acknowledged or came."""

    action_id: UUID
    reminder_id: UUID
    rule: RuleName
    audience: ReminderAudienceName
    due_at: datetime | None
    fired_at: datetime | None
    acknowledged_at: datetime | None
