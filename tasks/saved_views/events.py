"""Events of saved views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViewPayload(PersonalPayload):
    """A fact about a saved view; it goes to no topic, since clients reload views with the page."""

    view_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViewKept(SavedViewPayload):
    kind: ClassVar[str] = "tasks.saved_view_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViewRemoved(SavedViewPayload):
    kind: ClassVar[str] = "tasks.saved_view_removed"
