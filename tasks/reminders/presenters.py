"""Presenters of reminders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from tasks.items.models import ActionItem
from tasks.items.states import OPEN_STATES
from tasks.items.workflow import ItemRole
from tasks.reminders import schemas
from tasks.reminders.models import OwnReminder, Reminder, ReminderRule
from tasks.reminders.recipients import is_reminder_recipient
from tasks.reminders.schedule import LadderStep
from tasks.reminders.services import ACKNOWLEDGING_ROLES
from viche.kernel.models import Event


def show_reminder(row: Reminder, item: ActionItem, parts: frozenset[ItemRole]) -> schemas.ReminderOut:
    """Return a reminder. `parts`: the reader's roles in the item."""
    to_come = row.fired_at is None
    sets = not parts.isdisjoint({ItemRole.OWNER, ItemRole.FACILITATOR})
    open_to: dict[schemas.ReminderActionName, bool] = {
        "acknowledge": row.acknowledged_at is None and ACKNOWLEDGING_ROLES[row.audience] in parts,
        "snooze": not to_come and row.acknowledged_at is None and is_reminder_recipient(row, item, parts),
        "remove": to_come and row.rule == ReminderRule.CUSTOM and sets,
    }
    return {
        "id": row.id,
        "rule": cast("schemas.RuleName", row.rule),
        "due_at": row.due_at,
        "fired_at": row.fired_at,
        "acknowledged_at": row.acknowledged_at,
        "audience": cast("schemas.ReminderAudienceName", row.audience),
        "allowed": [name for name, is_open in open_to.items() if is_open and item.state in OPEN_STATES],
    }


def show_ladder(
    of: schemas.LadderOwnerName, steps: Sequence[LadderStep], version: int, *, may_set: bool
) -> schemas.LadderOut:
    return {
        "of": of,
        "steps": [
            {
                "offset_days": one.offset_days,
                "audience": cast("schemas.ReminderAudienceName", one.audience.value),
                "repeat_days": one.repeat_days,
            }
            for one in steps
        ],
        "version": version,
        "allowed": ["set_ladder"] if may_set else [],
    }


def show_own_reminder(row: OwnReminder) -> schemas.OwnReminderOut:
    return {
        "id": row.id,
        "kind": cast("schemas.OwnReminderKindName", row.kind),
        "due_at": row.due_at,
        "fired_at": row.fired_at,
    }


def show_own_reminder_frame(event: Event) -> schemas.OwnReminderFrame:
    return {
        "action_id": UUID(event.data["action_id"]),
        "reminder_id": UUID(event.data["reminder_id"]),
    }


def show_reminder_frame(event: Event, row: Reminder | None) -> schemas.ReminderFrame:
    """Return the frame of a reminder for subscribers of its item; `row` is None for a removed one."""
    return {
        "action_id": event.subject_id,
        "reminder_id": UUID(event.data["reminder_id"]),
        "rule": event.data["rule"],
        "audience": event.data["audience"],
        "due_at": row.due_at if row is not None else None,
        "fired_at": row.fired_at if row is not None else None,
        "acknowledged_at": row.acknowledged_at if row is not None else None,
    }
