"""Set the lines of an action item's checklist and tick them.

Facilitators and recorders write the lines; the people who do the work tick them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from tasks.checklists.events import ChecklistChanged, ChecklistTicked
from tasks.checklists.models import MAX_LINES, ChecklistItem
from tasks.items.loaders import event_fields_of, find_acting_mandate, lock_item, require_person_id
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import service

LINE_LENGTH = 300


class Line(TypedDict):
    """A line as it should be; with the id of an existing line it keeps its tick."""

    id: NotRequired[UUID | None]
    text: str


@service(Action.EDIT)
def set_checklist(
    *, actor: Actor, action_id: UUID, expected_version: int, lines: Sequence[Line]
) -> ActionItem:
    """Replace all lines of the checklist. Records nothing when nothing changes.

    Raises NotFound, Forbidden, Stale, Invalid.
    """
    item, stance = lock_item(actor, action_id, Action.EDIT, expected_version)
    present = {one.pk: one for one in item.checklist.order_by("position")}
    before = [(one.pk, one.text) for one in present.values()]
    after = _merge_lines(item, present, lines)
    if [(one.pk, one.text) for one in after] == before:
        return item
    item.checklist.exclude(pk__in=[one.pk for one in after]).delete()
    for line in after:
        line.save()
    item.version += 1
    _save_counts(item)
    mandate = find_acting_mandate(stance, item, Action.EDIT)
    record(actor, ChecklistChanged(**event_fields_of(item), mandate_id=mandate.pk if mandate else None))
    return item


@service(Action.TICK)
def tick_line(*, actor: Actor, action_id: UUID, line_id: UUID, done: bool) -> ChecklistItem:
    """Mark one line as done or not done. Idempotent: records nothing when it is so already.

    The version of the item does not change, so two people may tick different lines at once. Raises NotFound,
    Forbidden.
    """
    item, stance = lock_item(actor, action_id, Action.TICK, None)
    line = item.checklist.filter(pk=line_id).first()
    if line is None:
        raise NotFound
    if done == (line.done_at is not None):
        return line
    line.done_at, line.done_by_id = (now(), require_person_id(actor)) if done else (None, None)
    line.save(update_fields=["done_at", "done_by"])
    _save_counts(item)
    mandate = find_acting_mandate(stance, item, Action.TICK)
    mandate_pk = mandate.pk if mandate else None
    record(actor, ChecklistTicked(**event_fields_of(item), line_id=line.pk, done=done, mandate_id=mandate_pk))
    return line


def _merge_lines(
    item: ActionItem, present: dict[UUID, ChecklistItem], lines: Sequence[Line]
) -> list[ChecklistItem]:
    """Return the lines as they should be: existing ones found by id, and new ones."""
    if len(lines) > MAX_LINES:
        raise Invalid.field("/lines", "max_length", _("At most fifty lines."))
    left, placed = dict(present), []
    for place, said in enumerate(lines):
        pk = said.get("id")
        line = ChecklistItem(action=item) if pk is None else left.pop(pk, None)
        if line is None:
            raise Invalid.field(f"/lines/{place}/id", "unknown", _("There is no such line here."))
        line.text = validate_text(f"/lines/{place}/text", said["text"], LINE_LENGTH)
        line.position = place + 1
        placed.append(line)
    return placed


def _save_counts(item: ActionItem) -> None:
    item.checklist_count = item.checklist.count()
    item.checklist_done = item.checklist.exclude(done_at=None).count()
    item.save(update_fields=["checklist_count", "checklist_done", "version"])
