"""Action items as targets of links from other objects; unreadable items are left out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.items.access import SCOPE
from tasks.items.access_log import list_reads
from tasks.items.models import ActionItem
from tasks.items.policies import ActionItemPolicy
from viche.kernel.actor import Actor
from viche.kernel.object_links import LinkView, register_linkable
from viche.kernel.text import Text, bilingual_of


def describe_items(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the readable items with title, state, owner and due day."""
    items = ActionItemPolicy().visible_to(actor).filter(pk__in=ids)
    return {
        item.pk: LinkView(
            title=bilingual_of(item, "title"),
            url=f"/actions/{item.pk}",
            state=item.state,
            at=item.created_at,
            owner=_owner_of(item),
            number=item.number,
            due_on=item.due_on,
            reads=tuple(list_reads(item)),
        )
        for item in items.select_related("owner_organisation", "outside_body")
    }


def _owner_of(item: ActionItem) -> Text | None:
    if item.owner_organisation is not None:
        return bilingual_of(item.owner_organisation, "short_name")
    return bilingual_of(item.outside_body, "name") if item.outside_body is not None else None


register_linkable("action", describe_items, _("Action item"), SCOPE)
