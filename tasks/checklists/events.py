"""Events of checklists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tasks.items.events import ActionPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistChanged(ActionPayload):
    """The lines of the checklist, or their order, changed."""

    kind: ClassVar[str] = "tasks.checklist_changed"
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistTicked(ActionPayload):
    """One line was marked as done or as not done. No notification is sent."""

    kind: ClassVar[str] = "tasks.checklist_ticked"
    line_id: UUID
    done: bool
    mandate_id: UUID | None
