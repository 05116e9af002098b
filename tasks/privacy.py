"""Personal data in action items. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.access.privacy import explain_access
from groups.authority.territorial import TerritorialScope
from groups.models import OfficeKind
from tasks.checklists.models import ChecklistItem
from tasks.evidence.models import Evidence
from tasks.external_assignees.models import ActionLink
from tasks.items.access_log import KIND as ACTION
from tasks.items.models import ActionItem
from tasks.items.policies import ActionItemPolicy
from tasks.items.text_models import Remark
from tasks.items.watcher_model import Watcher
from tasks.promises.models import PublicPromise
from tasks.reminders.models import OwnReminder, Reminder
from tasks.saved_views.models import SavedView
from viche.kernel.actor import Actor
from viche.privacy.holdings import Lookup, Rows
from viche.privacy.registry import (
    AccessGround,
    exclude_from_export,
    register_personal_data,
    register_recorded_kind,
)

READERS = _("Everyone who can read the action item.")


def _load_titles(person_id: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return titles of the items that the person may still read."""
    seen = ActionItemPolicy().visible_to(Actor.for_person(person_id))
    return dict(seen.filter(pk__in=ids).values_list("pk", "title_uk"))


def _name_item(row: Any, _me: UUID) -> str:
    return f"action_item {row.action_id}"


def _name_linked(row: ActionLink, me: UUID) -> str:
    return f"{row.subject_kind} {row.subject_id}" if row.subject_kind else _name_item(row, me)


register_personal_data(
    "tasks.action_items",
    Rows(
        ActionItem.objects.select_related("owner"),
        ["created_by", "verified_by", "owner__person"],
        "id=pk number title state made_it owns_it verified_it",
        number=lambda row, _me: f"{row.year}-{row.number}",
        title=Lookup("pk", _load_titles),
        made_it=lambda row, me: row.created_by_id == me,
        owns_it=lambda row, me: row.owner is not None and row.owner.person_id == me,
        verified_it=lambda row, me: row.verified_by_id == me,
    ),
    title=_("Action items that you made, own or verified"),
    purpose=_("To know who promised what and whether it was done."),
    recipients=READERS,
)
register_personal_data(
    "tasks.evidence",
    Rows(Evidence, "added_by", "id=pk at=added_at kind title text=note url file=file_id hidden=is_hidden"),
    title=_("Evidence that you added"),
    purpose=_("To show how it is known that the work was done."),
    recipients=READERS,
)
register_personal_data(
    "tasks.checklists",
    Rows(ChecklistItem, "done_by", "at=done_at subject text", subject=_name_item),
    title=_("Lines of checklists that you ticked"),
    purpose=_("To know what of the work is done."),
    recipients=READERS,
)
register_personal_data(
    "tasks.remarks",
    Rows(Remark, "author", "at subject text", subject=_name_item),
    title=_("Reasons that you gave"),
    purpose=_("To say why work was declined, blocked, returned or cancelled."),
    recipients=READERS,
)
register_personal_data(
    "tasks.reminders",
    Rows(
        Reminder,
        ["created_by", "acknowledged_by"],
        "at=due_at subject rule set_it acknowledged_at",
        subject=_name_item,
        set_it=lambda row, me: row.created_by_id == me,
        acknowledged_at=lambda row, me: row.acknowledged_at if row.acknowledged_by_id == me else None,
    ),
    title=_("Reminders that you set or saw"),
    purpose=_("To remind of what is due, and to stop when it was seen."),
    recipients=READERS,
)
register_personal_data(
    "tasks.own_reminders",
    Rows(OwnReminder, "person", "at=due_at subject kind", subject=_name_item),
    title=_("Reminders only for you"),
    purpose=_("To remind you at a moment of your choice."),
    recipients=_("Only you."),
)
register_personal_data(
    "tasks.watchers",
    Rows(Watcher, "person", "subject at=since", subject=_name_item),
    title=_("Action items that you watch"),
    purpose=_("To tell you of their steps."),
    recipients=_("Only you."),
)
register_personal_data(
    "tasks.action_links",
    Rows(ActionLink, "made_by", "at=made_at subject until=expires_at", subject=_name_linked),
    title=_("Links that you made for owners without an account"),
    purpose=_("To know who let whom answer by a link."),
    recipients=READERS,
)
register_personal_data(
    "tasks.promises",
    Rows(
        PublicPromise,
        "published_by",
        "at=published_at subject asked=asked_uk answer=answer_uk",
        subject=_name_item,
    ),
    title=_("What you published of action items"),
    purpose=_("To know who told everyone what became of their request."),
    recipients=_("The words: everyone. That they are yours: readers of the action item."),
)
register_personal_data(
    "tasks.saved_views",
    Rows(SavedView, "person", "name query kept_at"),
    title=_("Views of action items that you keep"),
    purpose=_("To find again what you often look for."),
    recipients=_("Only you."),
)


exclude_from_export(
    "the last piece of evidence, which is there by itself", "tasks.actionitem.last_evidence_by"
)
exclude_from_export(
    "worked out from shares and from the thread, which are there", "tasks.actionitemuserpermission.user"
)


# ---- who saw what ------------------------------------------------------------------------------------------


def _list_grounds(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return by what right a person sees some items; an officer of data protection sees evidence there."""
    items = ActionItem.objects.filter(pk__in=ids)
    protected = TerritorialScope.of(Actor.for_person(person_id), OfficeKind.DATA_PROTECTION_OFFICER)
    by_office = items.filter(protected.condition("group__territory__code")).values_list("pk", flat=True)
    office = dict.fromkeys(by_office, AccessGround("data_protection_officer"))
    return office | explain_access(ActionItemPolicy(), person_id, list(items))


def _created_or_owned_items(person_id: UUID) -> QuerySet[Any]:
    """Return the items of which the person is a data subject as creator or owner.

    Together with those to which they added evidence or remarks, from then on.
    """
    theirs = Q(created_by=person_id) | Q(owner__person=person_id)
    return ActionItem.objects.filter(theirs).annotate(thing=F("pk"), since=F("created_at"))


def _items_with_own_evidence(person_id: UUID) -> QuerySet[Any]:
    return Evidence.objects.filter(added_by=person_id).annotate(thing=F("action"), since=F("added_at"))


def _items_with_own_remarks(person_id: UUID) -> QuerySet[Any]:
    return Remark.objects.filter(author=person_id).annotate(thing=F("action"), since=F("at"))


register_recorded_kind(
    ACTION,
    grounds=_list_grounds,
    concerns=[_created_or_owned_items, _items_with_own_evidence, _items_with_own_remarks],
)
