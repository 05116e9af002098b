"""What of this room passes on with a post: the open action items that are its work."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from groups.common.hooks import heritage
from groups.models import Mandate
from tasks.items.choices import Audience
from tasks.items.models import ActionItem
from tasks.items.states import OPEN
from tasks.succession.services import take_over_items


def _open_items(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    shared = ActionItem.objects.filter(group__in=group_ids, audience=Audience.GROUP)
    return shared.filter(owner=mandate, state__in=OPEN).count()


heritage("actions", count=_open_items, take_over=take_over_items)
