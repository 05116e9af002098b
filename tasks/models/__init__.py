"""Tables of the tasks room. Import models from here."""

from tasks.models.action_items import (
    CLOSED,
    OPEN,
    UNFINISHED,
    ActionItem,
    ActionItemUserPermission,
    Audience,
    Criterion,
    Priority,
    Remark,
    State,
)
from tasks.models.evidence import Evidence, EvidenceKind
from tasks.models.reminders import ADVANCE, Reminder, ReminderAudience, ReminderRule

__all__ = [
    "ADVANCE",
    "CLOSED",
    "OPEN",
    "UNFINISHED",
    "ActionItem",
    "ActionItemUserPermission",
    "Audience",
    "Criterion",
    "Evidence",
    "EvidenceKind",
    "Priority",
    "Remark",
    "Reminder",
    "ReminderAudience",
    "ReminderRule",
    "State",
]
