"""Events of dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tasks.items.events import ActionPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRelated(ActionPayload):
    """A relation to another item was added or removed; `relation` is seen from this item.

    The other item is not named, since readers of this one may not be allowed to read it.
    """

    kind: ClassVar[str] = "tasks.action_related"
    relation: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFreed(ActionPayload):
    """Everything that the item waited for has ended.

    Neither the blockers nor the person who ended them are named, since readers of this item may not be
    allowed to read those.
    """

    kind: ClassVar[str] = "tasks.action_freed"
