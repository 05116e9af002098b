"""Events of checklists."""

from __future__ import annotations

from uuid import UUID

from tasks.items.events import ActionPayload


class ChecklistChanged(ActionPayload, kind="tasks.checklist_changed"):
    """The lines of the checklist, or their order, changed."""

    mandate_id: UUID | None


class ChecklistTicked(ActionPayload, kind="tasks.checklist_ticked"):
    """One line was marked as done or as not done. No notification is sent."""

    line_id: UUID
    done: bool
    mandate_id: UUID | None
