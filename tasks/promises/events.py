"""What is published of action items, and taken back, in references and codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tasks.items.events import ActionPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePublished(ActionPayload):
    """Everybody may read of it on the page of its group, in words written for that; said again when these
    changed.
    """

    kind: ClassVar[str] = "tasks.promise_published"
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTakenBack(ActionPayload):
    """It stands on the public page no longer."""

    kind: ClassVar[str] = "tasks.promise_taken_back"
    mandate_id: UUID | None
