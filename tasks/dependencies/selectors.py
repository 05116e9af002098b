"""Related action items that an actor may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.common.columns import GROUP
from tasks.dependencies.models import Dependency
from tasks.items.access import ActorItemAccess
from tasks.items.models import ActionItem
from tasks.items.owners import OWNER_FIELDS
from viche.kernel.keyset_lists import select_related_columns


@dataclass(slots=True)
class Relations:
    """Related items; each list is in the order of the due day."""

    parent: ActionItem | None = None
    parts: list[ActionItem] = field(default_factory=list)
    blocked_by: list[ActionItem] = field(default_factory=list)
    blocks: list[ActionItem] = field(default_factory=list)
    previous: ActionItem | None = None
    following: ActionItem | None = None

    def everything(self) -> Iterator[ActionItem]:
        yield from (one for one in (self.parent, self.previous, self.following) if one is not None)
        yield from (*self.parts, *self.blocked_by, *self.blocks)


def relations_of(stance: ActorItemAccess, item: ActionItem) -> Relations:
    """Return the related items in two queries, however many there are."""
    edges = Dependency.objects.filter(Q(action=item) | Q(blocked_by=item)).values_list("action", "blocked_by")
    awaited = {after for before, after in edges if before == item.pk}
    waiting = {before for before, after in edges if after == item.pk}
    named = awaited | waiting | ({item.parent_id, item.previous_id} - {None})
    wanted = Q(pk__in=named) | Q(parent=item.pk) | Q(previous=item.pk)
    rows = select_related_columns(
        ActionItem.objects.filter(wanted, stance.reads()), group=GROUP, **OWNER_FIELDS
    )
    found = Relations()
    for row in rows.order_by("due_on", "id"):
        if row.pk == item.parent_id:
            found.parent = row
        if row.pk == item.previous_id:
            found.previous = row
        if row.previous_id == item.pk:
            found.following = row
        if row.parent_id == item.pk:
            found.parts.append(row)
        if row.pk in awaited:
            found.blocked_by.append(row)
        if row.pk in waiting:
            found.blocks.append(row)
    return found


def list_readable_dependencies(stance: ActorItemAccess, group_id: UUID | None) -> QuerySet[Dependency]:
    """Return the dependencies, in one group or in all, of which the actor may read both items."""
    seen = ActionItem.objects.filter(stance.reads())
    inside = seen if group_id is None else seen.filter(group=group_id)
    return Dependency.objects.filter(action__in=inside, blocked_by__in=seen)
