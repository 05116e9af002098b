"""Import of a list of action items: all rows exactly as previewed, or none."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.list_import.parsed_rows import check_row_count, check_unchanged
from groups.models import InitiativeGroup
from tasks.external_assignees.models import OutsideBody
from tasks.import_items.entries import ImportEntry, PlannedItem
from tasks.import_items.plans import plan_import
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.lifecycle.services.create import make_action_item
from viche.kernel.actor import Actor
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
    check_row_count(shown, _("A list has 1 to %(most)d action items."))
    # One import at a time: concurrent ones would each propose the same items.
    InitiativeGroup.objects.select_for_update(no_key=True).get(pk=group.register_id)
    entries = [entry for entry, _again in shown]
    was_again = [again for _entry, again in shown]
    planned = check_unchanged(plan_import(group, entries), was_again, _find_change)
    return [_create_item(actor, group, one.entry) for one in planned]


def _find_change(one: PlannedItem, was_again: bool) -> Promise | None:
    return SAME_TITLE_BY_NOW if one.again is not None and not was_again else None


SAME_TITLE_BY_NOW = _("By now there is an open action item called the same.")


def _create_item(actor: Actor, group: InitiativeGroup, entry: ImportEntry) -> ActionItem:
    outside = isinstance(entry.owner, OutsideBody)
    return make_action_item(
        actor=actor,
        group_id=group.pk,
        title_uk=entry.title,
        title_en=entry.title_en,
        description=entry.description,
        priority=entry.priority,
        due_on=entry.due_on,
        criteria=entry.criteria,
        owner_organisation_id=None if outside else entry.owner.pk,
        outside_body_id=entry.owner.pk if outside else None,
        coowners=[one.pk for one in entry.coowners],
        verifier_organisation_id=entry.verifier.pk if entry.verifier is not None else None,
        target_groups=entry.target_groups,
        tags=entry.tags,
        place_name=entry.place_name,
        place=entry.place,
        effort_hours=entry.effort_hours,
        budget=entry.budget,
        budget_source=entry.budget_source,
    )
