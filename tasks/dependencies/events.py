"""Events of dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tasks.items.events import ActionPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRelated(ActionPayload):
    """It hangs together with another item, or does so no longer: `relation` says how from where it stands.

    The other one is not named: who reads this item need not read that.
    """

    kind: ClassVar[str] = "tasks.action_related"
    relation: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFreed(ActionPayload):
    """Everything that it waited for is over. What that was is not named, nor by whom it was ended: who reads
    this item need not read those.
    """

    kind: ClassVar[str] = "tasks.action_freed"
