"""Changes of action items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.grants import sync_grants
from groups.models import Mandate
from tasks.items.access import ActorItemAccess
from tasks.items.audience import record_item_audience
from tasks.items.choices import Audience, Priority
from tasks.items.events import ActionEdited, ActionReassigned, CoownersChanged
from tasks.items.fields import (
    DESCRIPTION_LENGTH,
    DETAIL_COLUMNS,
    TITLE_LENGTH,
    Details,
    check_roles,
    is_verifier_related_to,
    set_criteria,
    set_details,
    set_owner,
    set_verifier,
    validate_due_day,
)
from tasks.items.loaders import event_fields_of, find_acting_mandate, lock_item, write_remark
from tasks.items.models import ActionItem
from tasks.items.states import State
from tasks.items.text_models import Remark
from tasks.items.workflow import Action
from tasks.promises.events import PromiseTakenBack
from tasks.promises.models import PublicPromise
from tasks.reminders.schedule import schedule_reminders
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version


class ActionItemEdit(Details, total=False):
    """Fields of an action item to change. The number and the original due day never change."""

    title_uk: str
    title_en: str
    description: str
    priority: Priority
    due_on: date
    criteria: Sequence[str]
    owner_organisation_id: UUID
    owner_id: UUID | None
    outside_body_id: UUID | None
    verifier_organisation_id: UUID | None
    audience: Audience


@service(Action.EDIT, Action.WIDEN)
def edit_action_item(
    *, actor: Actor, action_id: UUID, expected_version: int, changes: ActionItemEdit, reason: str = ""
) -> ActionItem:
    """Change the given fields; `reason` is kept with them. Records nothing when nothing changes.

    Another due day requires a reason. Another owner is asked anew (the item is proposed again), which is
    possible only before acceptance; so are other criteria. Raises NotFound, Forbidden, Stale, Invalid,
    Conflict.
    """
    item, stance = _lock_for_edit(actor, action_id, expected_version, changes)
    before = {field: getattr(item, field) for field in FIELDS}
    criteria_changed = _apply(item, changes)
    fields = [field for field in FIELDS if getattr(item, field) != before[field]]
    if not fields and not criteria_changed:
        return item
    mandate = find_acting_mandate(stance, item, Action.EDIT)
    wants_words = "due_on" in fields or bool(reason.strip())
    remark = write_remark(actor, item, mandate, reason, "/reason") if wants_words else None
    if OWNER_FIELDS & set(fields):
        item.state, item.state_since, item.state_remark = State.PROPOSED, now(), None
        item.help_remark = None
    save_new_version(item, whole=True)
    schedule_reminders(item)
    names = (*fields, *(["criteria"] if criteria_changed else []))
    _record_changes(actor, item, before, names, mandate=mandate, remark=remark)
    if "audience" in fields:
        _unpublish(actor, item, mandate)
    if not item.is_shared_with_group or "audience" in fields:
        record_item_audience(actor, item)
        sync_grants(item, reason="action_edited")
    return item


FIELDS = (
    "title_uk",
    "title_en",
    "description",
    "priority",
    "due_on",
    "owner_organisation_id",
    "owner_id",
    "outside_body_id",
    "verifier_organisation_id",
    "audience",
    *DETAIL_COLUMNS,
)
OWNER_FIELDS = {"owner_organisation_id", "owner_id", "outside_body_id"}


def _lock_for_edit(
    actor: Actor, action_id: UUID, expected_version: int, changes: ActionItemEdit
) -> tuple[ActionItem, ActorItemAccess]:
    """Lock the item. Widening it to the whole group requires a right of its own, and only that one."""
    if changes.get("audience") != Audience.GROUP:
        return lock_item(actor, action_id, Action.EDIT, expected_version)
    held = lock_item(actor, action_id, Action.WIDEN, expected_version)
    return lock_item(actor, action_id, Action.EDIT, expected_version) if len(changes) > 1 else held


def _apply(item: ActionItem, changes: ActionItemEdit) -> bool:
    """Set the changed fields of the item; return whether its criteria changed."""
    if "title_uk" in changes:
        item.title_uk = validate_text("/title", changes["title_uk"], TITLE_LENGTH)
    if "title_en" in changes:
        item.title_en = validate_text("/title_en", changes["title_en"], TITLE_LENGTH, required=False)
    if "description" in changes:
        item.description = validate_text(
            "/description", changes["description"], DESCRIPTION_LENGTH, required=False
        )
    if "priority" in changes:
        item.priority = changes["priority"]
    if "due_on" in changes and changes["due_on"] != item.due_on:
        item.due_on = validate_due_day(item.group, changes["due_on"])
    if changes.get("audience") == Audience.GROUP:
        item.audience = Audience.GROUP
    elif "audience" in changes and item.is_shared_with_group:
        raise Conflict("not_narrowed", _("The group has seen it already: it cannot be hidden again."))
    before = item.working_organisation_ids
    set_details(item, changes)
    _apply_people(item, changes, before)
    return _apply_criteria(item, changes["criteria"]) if "criteria" in changes else False


def _apply_people(item: ActionItem, changes: ActionItemEdit, before: frozenset[UUID]) -> None:
    """Set the owner and the verifier, and check the roles. `before`: organisations that worked on it."""
    owner, verifier = item.owner_organisation_id, item.verifier_organisation_id
    if OWNER_FIELDS & changes.keys():
        wanted = _requested_owner(item, changes)
        if wanted != (item.owner_organisation_id, item.owner_id, item.outside_body_id):
            if item.state not in (State.PROPOSED, State.DECLINED):
                raise Conflict(
                    "already_accepted", _("The owner has accepted it. Cancel it and make another.")
                )
            set_owner(item, *wanted)
    if "verifier_organisation_id" in changes:
        set_verifier(item, changes["verifier_organisation_id"])
    elif item.owner_organisation_id != owner and is_verifier_related_to(
        item, item.working_organisation_ids.difference(item.coowners)
    ):
        set_verifier(item, None)
    check_roles(
        item, anew=(item.working_organisation_ids, item.verifier_organisation_id) != (before, verifier)
    )


def _requested_owner(
    item: ActionItem, changes: ActionItemEdit
) -> tuple[UUID | None, UUID | None, UUID | None]:
    """Return organisation, mandate and outside body; the ones not given follow from the given ones."""
    named = changes.get("owner_organisation_id")
    outside_id = changes.get("outside_body_id", None if named else item.outside_body_id)
    organisation_id = named or (None if outside_id else item.owner_organisation_id)
    kept = item.owner_id if organisation_id == item.owner_organisation_id else None
    return organisation_id, changes.get("owner_id", kept), outside_id


def _apply_criteria(item: ActionItem, criteria: Sequence[str]) -> bool:
    present = list(item.criteria.order_by("position").values_list("text", flat=True))
    if present == list(criteria):
        return False
    if item.state not in (State.PROPOSED, State.DECLINED):
        raise Conflict("criteria_accepted", _("The owner has accepted these criteria: they stay."))
    item.criteria.all().delete()
    set_criteria(item, criteria)
    return True


def _unpublish(actor: Actor, item: ActionItem, mandate: Mandate | None) -> None:
    """Delete what was published before the item was restricted.

    Widening an item decides what the group may read, not what the public may read.
    """
    if PublicPromise.objects.filter(action=item).delete()[0]:
        record(actor, PromiseTakenBack(**event_fields_of(item), mandate_id=mandate.pk if mandate else None))


def _record_changes(
    actor: Actor,
    item: ActionItem,
    before: dict[str, Any],
    names: Sequence[str],
    *,
    mandate: Mandate | None,
    remark: Remark | None,
) -> None:
    """Record the changes; another owner and other co-owners are events of their own."""
    through = {"mandate_id": mandate.pk if mandate else None, "remark_id": remark.pk if remark else None}
    if OWNER_FIELDS & set(names):
        record(
            actor,
            ActionReassigned(
                **event_fields_of(item),
                **through,
                owner_organisation_id=item.owner_organisation_id,
                outside_body_id=item.outside_body_id,
                owner_before=before["owner_organisation_id"],
                outside_before=before["outside_body_id"],
            ),
        )
    if "coowners" in names:
        was, now_are = set(before["coowners"]), set(item.coowners)
        added, removed = tuple(now_are - was), tuple(was - now_are)
        record(actor, CoownersChanged(**event_fields_of(item), **through, added=added, removed=removed))
    told_apart = {*OWNER_FIELDS, "coowners"}
    others = tuple(name.removesuffix("_id") for name in names if name not in told_apart)
    if others:
        moved = "due_on" in others
        record(
            actor,
            ActionEdited(
                **event_fields_of(item),
                **through,
                fields=others,
                due_before=before["due_on"] if moved else None,
                due_after=item.due_on if moved else None,
            ),
        )
