"""Tables of the tasks room. Import models from here."""

from tasks.models.action_items import (
    MOST_COOWNERS,
    ActionItem,
    ActionItemUserPermission,
    Audience,
    BudgetSource,
    Place,
    Priority,
    TargetGroup,
)
from tasks.models.checklists import MOST_LINES, ChecklistItem
from tasks.models.evidence import Evidence, EvidenceKind
from tasks.models.links import LONGEST_LINK, ActionLink
from tasks.models.outside import LettersStop, OutsideBody
from tasks.models.promises import PublicPromise, PublicState
from tasks.models.relations import Dependency
from tasks.models.reminders import (
    ADVANCE,
    OwnReminder,
    OwnReminderKind,
    Reminder,
    ReminderAudience,
    ReminderLadder,
    ReminderRule,
    ReminderStep,
)
from tasks.models.saved_views import VIEW_NAME_LENGTH, VIEW_QUERY_LENGTH, SavedView
from tasks.models.states import OPEN, OVER, PROVED, UNFINISHED, State
from tasks.models.watchers import Watcher
from tasks.models.words import Criterion, Remark

__all__ = [
    "ADVANCE",
    "LONGEST_LINK",
    "MOST_COOWNERS",
    "MOST_LINES",
    "OPEN",
    "OVER",
    "PROVED",
    "UNFINISHED",
    "VIEW_NAME_LENGTH",
    "VIEW_QUERY_LENGTH",
    "ActionItem",
    "ActionItemUserPermission",
    "ActionLink",
    "Audience",
    "BudgetSource",
    "ChecklistItem",
    "Criterion",
    "Dependency",
    "Evidence",
    "EvidenceKind",
    "LettersStop",
    "OutsideBody",
    "OwnReminder",
    "OwnReminderKind",
    "Place",
    "Priority",
    "PublicPromise",
    "PublicState",
    "Remark",
    "Reminder",
    "ReminderAudience",
    "ReminderLadder",
    "ReminderRule",
    "ReminderStep",
    "SavedView",
    "State",
    "TargetGroup",
    "Watcher",
]
