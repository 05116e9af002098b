"""Whom an action item is for. The services that make it and that change it write through this."""

from __future__ import annotations

from groups.grants import WHOLE, keep_audience
from groups.models import Named, Whom
from tasks.items.models import ActionItem
from viche.kernel.actor import Actor


def keep_readers(actor: Actor, item: ActionItem, *, made: bool = False) -> None:
    """Write down for whom an item is from now on: its group; or the readers of its thread, its owners and
    whoever verifies it. `made`: it has just been made.
    """
    keep_audience(actor, item, [WHOLE] if item.is_shared_with_group else _named(item), made=made)


def _named(item: ActionItem) -> list[Named]:
    return [(Whom.THROUGH, None), *((Whom.ORGANISATION, pk) for pk in item.concerned)]
