"""What is written down of reading: action items that are not for their whole group."""

from __future__ import annotations

from collections.abc import Iterable

from tasks.items import schemas
from tasks.items.models import ActionItem
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

KIND = "action"


def read_of(item: ActionItem) -> list[Read]:
    """Nothing for an item that its whole group reads."""
    return [] if item.is_shared_with_group else [Read(KIND, item.pk)]


def note_item(actor: Actor, item: ActionItem) -> None:
    """`actor` is shown an item or something of it."""
    note_reads(actor, read_of(item))


def note_related(actor: Actor, items: Iterable[ActionItem]) -> None:
    """`actor` is shown that these items hang together with the one that they look at."""
    note_reads(actor, [read for item in items for read in read_of(item)], Way.LIST)


def note_listed(actor: Actor, shown: Iterable[schemas.ActionOut]) -> None:
    """`actor` is shown a list with these items."""
    restricted = [Read(KIND, one["id"]) for one in shown if one["audience"] != "group"]
    note_reads(actor, restricted, Way.LIST)
