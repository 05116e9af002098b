"""The checklist of an action item: written by who leads or records, ticked by those who do the work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from tasks.checklists.events import ChecklistChanged, ChecklistTicked
from tasks.checklists.models import MOST_LINES, ChecklistItem
from tasks.items.loaders import lock_item, person_of, place_of, speaks_through
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import service

LINE_LENGTH = 300


class Line(TypedDict):
    """A line as it is to be; with the id of one that is there it keeps its tick."""

    id: NotRequired[UUID | None]
    text: str


@service(Action.EDIT)
def set_checklist(
    *, actor: Actor, action_id: UUID, expected_version: int, lines: Sequence[Line]
) -> ActionItem:
    """Put these lines in the place of those that are there. Nothing new, nothing recorded.

    Raises NotFound, Forbidden, Stale, Invalid.
    """
    item, stance = lock_item(actor, action_id, Action.EDIT, expected_version)
    present = {one.pk: one for one in item.checklist.order_by("position")}
    before = [(one.pk, one.text) for one in present.values()]
    after = _placed(item, present, lines)
    if [(one.pk, one.text) for one in after] == before:
        return item
    item.checklist.exclude(pk__in=[one.pk for one in after]).delete()
    for line in after:
        line.save()
    item.version += 1
    _count(item)
    mandate = speaks_through(stance, item, Action.EDIT)
    record(actor, ChecklistChanged(**place_of(item), mandate_id=mandate.pk if mandate else None))
    return item


@service(Action.TICK)
def tick_line(*, actor: Actor, action_id: UUID, line_id: UUID, done: bool) -> ChecklistItem:
    """Say that one line is done, or is not after all; as it is already, nothing is recorded.

    The item keeps its version: of two who tick different lines at once neither is refused. Raises NotFound,
    Forbidden.
    """
    item, stance = lock_item(actor, action_id, Action.TICK, None)
    line = item.checklist.filter(pk=line_id).first()
    if line is None:
        raise NotFound
    if done == (line.done_at is not None):
        return line
    line.done_at, line.done_by_id = (now(), person_of(actor)) if done else (None, None)
    line.save(update_fields=["done_at", "done_by"])
    _count(item)
    mandate = speaks_through(stance, item, Action.TICK)
    mandate_pk = mandate.pk if mandate else None
    record(actor, ChecklistTicked(**place_of(item), line_id=line.pk, done=done, mandate_id=mandate_pk))
    return line


def _placed(
    item: ActionItem, present: dict[UUID, ChecklistItem], lines: Sequence[Line]
) -> list[ChecklistItem]:
    """The lines as they are to be: those that are named by their id, and new ones."""
    if len(lines) > MOST_LINES:
        raise Invalid.field("/lines", "max_length", _("Fifty lines are the most."))
    left, placed = dict(present), []
    for place, said in enumerate(lines):
        pk = said.get("id")
        line = ChecklistItem(action=item) if pk is None else left.pop(pk, None)
        if line is None:
            raise Invalid.field(f"/lines/{place}/id", "unknown", _("There is no such line here."))
        line.text = checked_text(f"/lines/{place}/text", said["text"], LINE_LENGTH)
        line.position = place + 1
        placed.append(line)
    return placed


def _count(item: ActionItem) -> None:
    item.checklist_count = item.checklist.count()
    item.checklist_done = item.checklist.exclude(done_at=None).count()
    item.save(update_fields=["checklist_count", "checklist_done", "version"])
