"""What is read beside an action item by whoever sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from dialogue.models import Thread
from dialogue.threads.listing import threads_for
from groups.models import Organisation
from groups.selectors import bring_holders
from tasks.checklists.models import ChecklistItem
from tasks.items.access import Stance
from tasks.items.models import ActionItem
from tasks.items.text_models import Remark
from tasks.items.watcher_model import Watcher
from viche.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Replaced:
    """What is done instead of an item, and what it is done instead of; of these `seen` are shown."""

    instead: ActionItem | None
    cancelled: list[ActionItem]
    seen: frozenset[UUID]

    def shown(self) -> list[ActionItem]:
        """Those that the reader sees."""
        every = [*([self.instead] if self.instead else []), *self.cancelled]
        return [one for one in every if one.pk in self.seen]


def replaced(stance: Stance, item: ActionItem) -> Replaced:
    """In as many queries for many as for one, and in one where there are none."""
    either = ActionItem.objects.filter(Q(pk=item.superseded_by_id) | Q(superseded_by=item))
    rows = list(either.order_by("year", "number"))
    ids = [one.pk for one in rows]
    seen = ActionItem.objects.filter(stance.reads(), pk__in=ids).values_list("pk", flat=True) if ids else ()
    return Replaced(
        next((one for one in rows if one.pk == item.superseded_by_id), None),
        [one for one in rows if one.pk != item.superseded_by_id],
        frozenset(seen),
    )


def checklist_of(item: ActionItem) -> QuerySet[ChecklistItem]:
    """The checklist of an item, line by line."""
    return ChecklistItem.objects.filter(action=item).select_related("done_by").order_by("position")


def is_watched(actor: Actor, item: ActionItem) -> bool:
    """Whether the reader follows an item."""
    return Watcher.objects.filter(action=item, person=actor.person_id).exists()


def discussion_of(actor: Actor, item: ActionItem) -> Thread | None:
    """The thread in which an item is talked about, for whoever sees it."""
    if item.discussion_id is None:
        return None
    return threads_for(actor).filter(pk=item.discussion_id).first()


def bring_voices(items: Sequence[ActionItem]) -> None:
    """For whom those stood in who verified some items (see `bring_holders`), and what help was asked for by
    whom, and who owns them besides: a query each, and none where nobody did.
    """
    bring_holders((item.verified_by_id, item.verified_through) for item in items)
    asked = {item.help_remark_id: item for item in items if item.help_remark_id is not None}
    if asked:
        remarks = Remark.objects.select_related("author", "mandate__organisation", "mandate__person")
        for remark in remarks.filter(pk__in=asked):
            asked[remark.pk].help_remark = remark
    bring_coowners(items)


def bring_coowners(items: Sequence[ActionItem]) -> None:
    """Who owns some items besides their owners: a query, and none where nobody does."""
    besides = {pk for item in items for pk in item.coowners}
    known = Organisation.objects.in_bulk(besides) if besides else {}
    for item in items:
        item.shown_coowners = [known[pk] for pk in item.coowners]
