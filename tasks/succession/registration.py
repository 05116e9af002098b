"""Registers open action items as work that passes to the successor of a post."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from groups.common.hooks import register_handover_item
from groups.models import Mandate
from tasks.items.choices import Audience
from tasks.items.models import ActionItem
from tasks.items.states import OPEN_STATES
from tasks.succession.services import take_over_items


def _count_open_items(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    shared = ActionItem.objects.filter(group__in=group_ids, audience=Audience.GROUP)
    return shared.filter(owner=mandate, state__in=OPEN_STATES).count()


register_handover_item("actions", count=_count_open_items, take_over=take_over_items)
