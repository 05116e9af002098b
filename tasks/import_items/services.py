"""Import of a list of action items: all rows exactly as previewed, or none."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import InitiativeGroup
from tasks.external_assignees.models import OutsideBody
from tasks.import_items.entries import MAX_ROWS, ImportEntry, PlannedItem, RowError
from tasks.import_items.plans import plan_import
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.lifecycle.services.create import make_action_item
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, FieldError, Invalid
from viche.kernel.policy import load
from viche.kernel.services import service


@service(RegisterAction.MAKE)
def import_action_items(
    *, actor: Actor, group_id: UUID, shown: Sequence[tuple[ImportEntry, bool]]
) -> list[ActionItem]:
    """Propose each entry to its owner.

    The flag says whether the preview showed an open item of the same title. Raises NotFound, Forbidden,
    Invalid at `/rows` for none or too many, Conflict with the rows (`/rows/3`, from 0) that have become
    invalid or now have an open item of the same title; then nothing is created.
    """
    group = load(RegisterPolicy(), actor, group_id, RegisterAction.MAKE)
    if not 1 <= len(shown) <= MAX_ROWS:
        message = _("A list has 1 to %(most)d action items.") % {"most": MAX_ROWS}
        raise Invalid.field("/rows", "out_of_range", message)
    # One import at a time: concurrent ones would each propose the same items.
    InitiativeGroup.objects.select_for_update(no_key=True).get(pk=group.register_id)
    entries = [entry for entry, _again in shown]
    planned = _check_unchanged(plan_import(group, entries), [again for _entry, again in shown])
    return [_create_item(actor, group, one.entry) for one in planned]


def _check_unchanged(planned: Sequence[PlannedItem | RowError], again: Sequence[bool]) -> list[PlannedItem]:
    """Return the plan if it equals the preview. Raises Conflict."""
    errors, same = [], []
    for index, (one, was_again) in enumerate(zip(planned, again, strict=True)):
        if isinstance(one, RowError):
            errors.append(FieldError(f"/rows/{index}/{one.column}", one.code, one.message))
        elif one.again is not None and not was_again:
            errors.append(FieldError(f"/rows/{index}", "changed", SAME_TITLE_BY_NOW))
        else:
            same.append(one)
    if errors:
        raise Conflict("list_changed", NOTHING_DONE, errors=errors)
    return same


NOTHING_DONE = _("Something has changed since the list was checked, so nothing was done. Check it again.")
SAME_TITLE_BY_NOW = _("By now there is an open action item called the same.")


def _create_item(actor: Actor, group: InitiativeGroup, entry: ImportEntry) -> ActionItem:
    facts, outside = entry.facts, isinstance(entry.owner, OutsideBody)
    return make_action_item(
        actor=actor,
        group_id=group.pk,
        title_uk=facts.title,
        title_en=facts.title_en,
        description=facts.description,
        priority=facts.priority,
        due_on=facts.due_on,
        criteria=facts.criteria,
        owner_organisation_id=None if outside else entry.owner.pk,
        outside_body_id=entry.owner.pk if outside else None,
        coowners=[one.pk for one in entry.coowners],
        verifier_organisation_id=entry.verifier.pk if entry.verifier is not None else None,
        target_groups=facts.target_groups,
        tags=facts.tags,
        place_name=facts.place_name,
        place=facts.place,
        effort_hours=facts.effort_hours,
        budget=facts.budget,
        budget_source=facts.budget_source,
    )
