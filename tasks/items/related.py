"""Objects shown together with an action item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from dialogue.models import Thread
from dialogue.threads.listing import threads_for
from groups.models import Organisation
from groups.selectors import prefetch_principals
from tasks.checklists.models import ChecklistItem
from tasks.items.access import ActorItemAccess
from tasks.items.models import ActionItem
from tasks.items.text_models import Remark
from tasks.items.watcher_model import Watcher
from viche.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Supersession:
    """Replacement of an item, and the items that it replaces; those in `seen` are readable."""

    instead: ActionItem | None
    cancelled: list[ActionItem]
    seen: frozenset[UUID]

    def shown(self) -> list[ActionItem]:
        """Return the items that the reader may read."""
        every = [*([self.instead] if self.instead else []), *self.cancelled]
        return [one for one in every if one.pk in self.seen]


def load_supersession(stance: ActorItemAccess, item: ActionItem) -> Supersession:
    """Return the supersession of an item: two queries, or one when there is none."""
    either = ActionItem.objects.filter(Q(pk=item.superseded_by_id) | Q(superseded_by=item))
    rows = list(either.order_by("year", "number"))
    ids = [one.pk for one in rows]
    seen = ActionItem.objects.filter(stance.reads(), pk__in=ids).values_list("pk", flat=True) if ids else ()
    return Supersession(
        next((one for one in rows if one.pk == item.superseded_by_id), None),
        [one for one in rows if one.pk != item.superseded_by_id],
        frozenset(seen),
    )


def list_checklist(item: ActionItem) -> QuerySet[ChecklistItem]:
    """Return the checklist lines of an item in their order."""
    return ChecklistItem.objects.filter(action=item).select_related("done_by").order_by("position")


def is_watched(actor: Actor, item: ActionItem) -> bool:
    """Return whether the actor watches an item."""
    return Watcher.objects.filter(action=item, person=actor.person_id).exists()


def find_discussion(actor: Actor, item: ActionItem) -> Thread | None:
    """Return the discussion thread of an item, or None when the actor may not read it."""
    if item.discussion_id is None:
        return None
    return threads_for(actor).filter(pk=item.discussion_id).first()


def prefetch_speakers(items: Sequence[ActionItem]) -> None:
    """Load the holders of verifying mandates, the requests for help and the co-owners of items.

    For the holders see `prefetch_principals`. Runs one query each, and none when no item needs it.
    """
    prefetch_principals((item.verified_by_id, item.verified_through) for item in items)
    asked = {item.help_remark_id: item for item in items if item.help_remark_id is not None}
    if asked:
        remarks = Remark.objects.select_related("author", "mandate__organisation", "mandate__person")
        for remark in remarks.filter(pk__in=asked):
            asked[remark.pk].help_remark = remark
    prefetch_coowners(items)


def prefetch_coowners(items: Sequence[ActionItem]) -> None:
    """Load the co-owners of items in one query; none when there are no co-owners."""
    besides = {pk for item in items for pk in item.coowners}
    known = Organisation.objects.in_bulk(besides) if besides else {}
    for item in items:
        item.shown_coowners = [known[pk] for pk in item.coowners]
