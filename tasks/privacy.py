"""Personal data in action items. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.access.privacy import explain_access
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
from viche.privacy.registry import (
    AccessGround,
    Record,
    exclude_from_export,
    register_personal_data,
    register_recorded_kind,
    split_into_chunks,
    stream_rows,
)

READERS = _("Everybody who reads the action item.")


@register_personal_data(
    "tasks.action_items",
    title=_("Action items that you made, own or verified"),
    purpose=_("To know who promised what and whether it was done."),
    recipients=READERS,
    covers=["tasks.actionitem.created_by", "tasks.actionitem.verified_by"],
)
def list_action_items(person_id: UUID) -> Iterator[Record]:
    mine = Q(created_by=person_id) | Q(verified_by=person_id) | Q(owner__person=person_id)
    rows = ActionItem.objects.filter(mine).select_related("owner").order_by("id")
    seen = ActionItemPolicy().visible_to(Actor.for_person(person_id))
    for piece in split_into_chunks(stream_rows(rows)):
        # Titles only of the items that the person may still read; the number of all others.
        titles = dict(seen.filter(pk__in=[row.pk for row in piece]).values_list("pk", "title_uk"))
        for row in piece:
            yield {
                "id": row.pk,
                "number": f"{row.year}-{row.number}",
                "title": titles.get(row.pk),
                "state": row.state,
                "made_it": row.created_by_id == person_id,
                "owns_it": row.owner is not None and row.owner.person_id == person_id,
                "verified_it": row.verified_by_id == person_id,
            }


@register_personal_data(
    "tasks.evidence",
    title=_("Evidence that you added"),
    purpose=_("To show how it is known that the work was done."),
    recipients=READERS,
    covers=["tasks.evidence.added_by"],
)
def list_evidence(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(Evidence.objects.filter(added_by=person_id).order_by("id")):
        yield {
            "id": row.pk,
            "at": row.added_at,
            "kind": row.kind,
            "title": row.title,
            "text": row.note,
            "url": row.url,
            "file": row.file_id,
        }


@register_personal_data(
    "tasks.checklists",
    title=_("Lines of checklists that you ticked"),
    purpose=_("To know what of the work is done."),
    recipients=READERS,
    covers=["tasks.checklistitem.done_by"],
)
def list_checklist_ticks(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(ChecklistItem.objects.filter(done_by=person_id).order_by("id")):
        yield {"at": row.done_at, "subject": f"action_item {row.action_id}", "text": row.text}


@register_personal_data(
    "tasks.remarks",
    title=_("Reasons that you gave"),
    purpose=_("To say why work was declined, blocked, returned or cancelled."),
    recipients=READERS,
    covers=["tasks.remark.author"],
)
def list_remarks(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(Remark.objects.filter(author=person_id).order_by("id")):
        yield {"at": row.at, "subject": f"action_item {row.action_id}", "text": row.text}


@register_personal_data(
    "tasks.reminders",
    title=_("Reminders that you set or saw"),
    purpose=_("To remind of what is due, and to stop when it was seen."),
    recipients=READERS,
    covers=["tasks.reminder.created_by", "tasks.reminder.acknowledged_by"],
)
def list_reminders(person_id: UUID) -> Iterator[Record]:
    mine = Q(created_by=person_id) | Q(acknowledged_by=person_id)
    for row in stream_rows(Reminder.objects.filter(mine).order_by("id")):
        yield {
            "at": row.due_at,
            "subject": f"action_item {row.action_id}",
            "rule": row.rule,
            "set_it": row.created_by_id == person_id,
            "acknowledged_at": row.acknowledged_at if row.acknowledged_by_id == person_id else None,
        }


@register_personal_data(
    "tasks.own_reminders",
    title=_("Reminders for yourself alone"),
    purpose=_("To remind you at a moment of your choice."),
    recipients=_("Only you."),
    covers=["tasks.ownreminder.person"],
)
def list_own_reminders(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(OwnReminder.objects.filter(person=person_id).order_by("id")):
        yield {"at": row.due_at, "subject": f"action_item {row.action_id}", "kind": row.kind}


@register_personal_data(
    "tasks.watchers",
    title=_("Action items that you watch"),
    purpose=_("To tell you of their steps."),
    recipients=_("Only you."),
    covers=["tasks.watcher.person"],
)
def list_watched_items(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(Watcher.objects.filter(person=person_id).order_by("id")):
        yield {"subject": f"action_item {row.action_id}", "at": row.since}


@register_personal_data(
    "tasks.action_links",
    title=_("Links that you made for owners without an account"),
    purpose=_("To know who let whom answer by a link."),
    recipients=READERS,
    covers=["tasks.actionlink.made_by"],
)
def list_action_links(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(ActionLink.objects.filter(made_by=person_id).order_by("id")):
        yield {"at": row.made_at, "subject": f"action_item {row.action_id}", "until": row.expires_at}


@register_personal_data(
    "tasks.promises",
    title=_("What you published of action items"),
    purpose=_("To know who told everybody what became of their request."),
    recipients=_("The words: everybody. That they are yours: whoever reads the action item."),
    covers=["tasks.publicpromise.published_by"],
)
def list_promises(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(PublicPromise.objects.filter(published_by=person_id).order_by("id")):
        yield {
            "at": row.published_at,
            "subject": f"action_item {row.action_id}",
            "asked": row.asked_uk,
            "answer": row.answer_uk,
        }


@register_personal_data(
    "tasks.saved_views",
    title=_("Views of action items that you keep"),
    purpose=_("To find again what you often look for."),
    recipients=_("Only you."),
    covers=["tasks.savedview.person"],
)
def list_saved_views(person_id: UUID) -> Iterator[Record]:
    for row in SavedView.objects.filter(person=person_id).order_by("id"):
        yield {"name": row.name, "query": row.query, "kept_at": row.kept_at}


exclude_from_export(
    "the last piece of evidence, which is there by itself", "tasks.actionitem.last_evidence_by"
)
exclude_from_export(
    "worked out from shares and from the thread, which are there", "tasks.actionitemuserpermission.user"
)


# ---- who saw what ------------------------------------------------------------------------------------------


def _list_grounds(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    return explain_access(ActionItemPolicy(), person_id, list(ActionItem.objects.filter(pk__in=ids)))


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
