"""Events of saved views."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import PersonalPayload


class SavedViewPayload(PersonalPayload):
    """A fact about a saved view; it goes to no topic, since clients reload views with the page."""

    view_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class SavedViewKept(SavedViewPayload, kind="tasks.saved_view_kept"):
    pass


class SavedViewRemoved(SavedViewPayload, kind="tasks.saved_view_removed"):
    pass
