"""History of the audience of action items, written by every service that creates or changes one."""

from __future__ import annotations

from groups.grants import WHOLE, record_audience
from groups.models import AudienceKey, Whom
from tasks.items.models import ActionItem
from viche.kernel.actor import Actor


def record_item_audience(actor: Actor, item: ActionItem, *, made: bool = False) -> None:
    """Record for whom an item is from now on. `made`: the item has just been created.

    The audience is its group; or the readers of its thread, its owners and its verifier.
    """
    record_audience(
        actor, item, [WHOLE] if item.is_shared_with_group else _restricted_audience(item), made=made
    )


def _restricted_audience(item: ActionItem) -> list[AudienceKey]:
    return [(Whom.THROUGH, None), *((Whom.ORGANISATION, pk) for pk in item.involved_organisation_ids)]
