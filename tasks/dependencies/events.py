"""Events of dependencies."""

from __future__ import annotations

from tasks.items.events import ActionPayload


class ActionRelated(ActionPayload, kind="tasks.action_related"):
    """A relation to another item was added or removed; `relation` is seen from this item.

    The other item is not named, since readers of this one may not be allowed to read it.
    """

    relation: str
    holds: bool


class ActionWaitsAgain(ActionPayload, kind="tasks.action_waits_again"):
    """An item for which it had waited is open again: it waits as before."""


class ActionFreed(ActionPayload, kind="tasks.action_freed"):
    """Everything that the item waited for has ended.

    Neither the blockers nor the person who ended them are named, since readers of this item may not be
    allowed to read those.
    """
