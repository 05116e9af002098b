"""Models of the tasks app. Other apps import them from here."""

from tasks.checklists.models import MAX_LINES, ChecklistItem
from tasks.dependencies.models import Dependency
from tasks.evidence.models import Evidence, EvidenceKind
from tasks.external_assignees.models import MAX_LINK_LIFETIME, ActionLink, LettersStop, OutsideBody
from tasks.items.choices import Audience, BudgetSource, Priority, TargetGroup
from tasks.items.models import MAX_COOWNERS, ActionItem, ActionItemUserPermission, Criterion, Place
from tasks.items.states import FINAL_STATES, OPEN_STATES, UNFINISHED_STATES, VERIFIED_STATES, State
from tasks.items.text_models import Remark
from tasks.items.watcher_model import Watcher
from tasks.promises.models import PublicPromise, PublicState
from tasks.reminders.models import (
    ADVANCE_NOTICE,
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
    "ADVANCE_NOTICE",
    "FINAL_STATES",
    "MAX_COOWNERS",
    "MAX_LINES",
    "MAX_LINK_LIFETIME",
    "OPEN_STATES",
    "UNFINISHED_STATES",
    "VERIFIED_STATES",
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
