"""Tables of the tasks room. Import models from here."""

from tasks.checklists.models import MOST_LINES, ChecklistItem
from tasks.dependencies.models import Dependency
from tasks.evidence.models import Evidence, EvidenceKind
from tasks.external_assignees.models import LONGEST_LINK, ActionLink, LettersStop, OutsideBody
from tasks.items.choices import Audience, BudgetSource, Priority, TargetGroup
from tasks.items.models import MOST_COOWNERS, ActionItem, ActionItemUserPermission, Criterion, Place
from tasks.items.states import OPEN, OVER, PROVED, UNFINISHED, State
from tasks.items.text_models import Remark
from tasks.items.watcher_model import Watcher
from tasks.promises.models import PublicPromise, PublicState
from tasks.reminders.models import (
    ADVANCE,
    OwnReminder,
    OwnReminderKind,
    Reminder,
    ReminderAudience,
    ReminderLadder,
    ReminderRule,
    ReminderStep,
)
from tasks.saved_views.models import VIEW_NAME_LENGTH, VIEW_QUERY_LENGTH, SavedView

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
