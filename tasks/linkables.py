"""How action items appear where other objects link to them. What a reader does not see is absent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tasks.policies import ActionItemPolicy
from viche.kernel.actor import Actor
from viche.kernel.links import LinkView, register_linkable
from viche.kernel.text import both


def describe_items(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Action items by their title."""
    return {
        item.pk: LinkView(
            title=both(item, "title"), url=f"/actions/{item.pk}", state=item.state, at=item.created_at
        )
        for item in ActionItemPolicy().visible_to(actor).filter(pk__in=ids)
    }


register_linkable("action", describe_items)
