"""Access log of action items that are not for their whole group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tasks.items import schemas
from tasks.items.models import ActionItem
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

KIND = "action"


def list_reads(item: ActionItem) -> list[Read]:
    """Return the access-log entry of an item; none for an item that its whole group may read."""
    return [] if item.is_shared_with_group else [Read(KIND, item.pk)]


def log_item_access(actor: Actor, item: ActionItem) -> None:
    """Log that `actor` was shown an item or a part of it."""
    log_access(actor, list_reads(item))


def log_related_access(actor: Actor, items: Iterable[ActionItem]) -> None:
    """Log that `actor` was shown these items as related to another one."""
    log_access(actor, [read for item in items for read in list_reads(item)], AccessMode.LIST)


def log_item_page(actor: Actor, shown: tuple[ActionItem, Iterable[ActionItem]]) -> None:
    """Log that `actor` was shown an item, and others as related to it."""
    item, related = shown
    log_item_access(actor, item)
    log_related_access(actor, related)


def log_listed_items(actor: Actor, page: Mapping[str, Any]) -> None:
    """Log that `actor` was shown a list of items."""
    log_item_outs(actor, page["items"])


def log_item_outs(actor: Actor, shown: Iterable[schemas.ActionOut]) -> None:
    """Log that `actor` was shown these items among others."""
    restricted = [Read(KIND, one["id"]) for one in shown if one["audience"] != "group"]
    log_access(actor, restricted, AccessMode.LIST)
