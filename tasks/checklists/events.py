"""Events of checklists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tasks.items.events import ActionPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistChanged(ActionPayload):
    """Its checklist has other lines, or another order."""

    kind: ClassVar[str] = "tasks.checklist_changed"
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistTicked(ActionPayload):
    """One line is done, or is not after all; nobody is told of it by mail."""

    kind: ClassVar[str] = "tasks.checklist_ticked"
    line_id: UUID
    done: bool
    mandate_id: UUID | None
