"""Events of public promises; they carry references and codes, no text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tasks.items.events import ActionPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePublished(ActionPayload):
    """The item was published on the public page of its group, or its public text changed."""

    kind: ClassVar[str] = "tasks.promise_published"
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTakenBack(ActionPayload):
    """The item was removed from the public page."""

    kind: ClassVar[str] = "tasks.promise_taken_back"
    mandate_id: UUID | None
