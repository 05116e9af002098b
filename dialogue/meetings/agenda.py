"""Services of the agenda: propose items, order them, and go through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.meetings.events import AgendaItemChanged, record_meeting
from dialogue.meetings.items import accept_as_last, find_decision, leave_current_item, link_decision
from dialogue.meetings.loaders import get_item, lock_meeting
from dialogue.meetings.models import (
    TITLE_LENGTH,
    AgendaItem,
    AgendaKind,
    AgendaPaper,
    AgendaState,
    Meeting,
)
from dialogue.meetings.policies import MeetingPolicy
from dialogue.meetings.states import MeetingAction
from dialogue.messages.attachments import NewAttachment, get_new_facts
from dialogue.summary.models import Question
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

MAX_ITEMS, MAX_PAPERS = 60, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPlace:
    """An item in the order of the agenda, with the minutes for it."""

    id: UUID
    minutes: int | None = None


@service(MeetingAction.PROPOSE_ITEM)
def propose_item(
    *,
    actor: Actor,
    meeting_id: UUID,
    title: str,
    kind: AgendaKind,
    minutes: int | None = None,
    thread_id: UUID | None = None,
    question_id: UUID | None = None,
    action_id: UUID | None = None,
    decision_id: UUID | None = None,
) -> AgendaItem:
    """Propose an item; one of a facilitator stands on the agenda at once, as the last.

    Raises NotFound, Forbidden, Conflict, PersonalData, and Invalid for a thread, question or decision that
    the actor may not read or that belongs to another group.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.PROPOSE_ITEM)
    if meeting.agenda.count() >= MAX_ITEMS:
        raise Conflict("too_many_items", _("There are too many items for one meeting."))
    item = AgendaItem(
        meeting=meeting,
        title=validate_text("/title", title, TITLE_LENGTH),
        kind=kind,
        minutes=minutes,
        thread=_find_thread(actor, meeting, thread_id),
        question=_find_question(actor, meeting, question_id),
        action_id=action_id,
        proposed_by_id=actor.person_id,
        mandate=get_mandate_in_group(actor, meeting.group_id),
    )
    if item.question is not None:
        item.thread = item.question.thread
    decision = None if decision_id is None else find_decision(actor, meeting, item, decision_id)
    actor = check_disclosure(actor, {"/title": item.title})
    if MeetingPolicy().permits(actor, MeetingAction.ORDER_AGENDA, meeting):
        accept_as_last(item)
        save_new_version(meeting)
    item.save(force_insert=True)
    if decision is not None:
        link_decision(item, decision)
    return _record_change(actor, item, "proposed")


@service(MeetingAction.PROPOSE_ITEM)
def change_item(
    *, actor: Actor, meeting_id: UUID, item_id: UUID, expected_version: int, changes: dict[str, Any]
) -> AgendaItem:
    """Change the title, the minutes or the `state` of an item: accepted or postponed.

    For facilitators; who proposed it changes title and minutes until it is accepted. Raises NotFound,
    Forbidden, Stale, Invalid, PersonalData.
    """
    item = _lock_item(actor, meeting_id, item_id)
    check_version(item, expected_version)
    before = item.title
    if "title" in changes:
        item.title = validate_text("/title", changes["title"], TITLE_LENGTH)
        actor = check_disclosure(actor, {"/title": item.title}, [before])
    item.minutes = changes.get("minutes", item.minutes)
    if "state" in changes:
        _set_state(actor, item, changes["state"])
    save_new_version(item, "title", "minutes", "state", "position")
    if changes.keys() & {"minutes", "state"}:  # an order that was begun before must not undo them
        save_new_version(item.meeting)
    return _record_change(actor, item, "changed")


@service(MeetingAction.PROPOSE_ITEM)
def remove_item(*, actor: Actor, meeting_id: UUID, item_id: UUID) -> Meeting:
    """Remove an item that was not taken up yet. Raises NotFound, Forbidden, Conflict."""
    item = _lock_item(actor, meeting_id, item_id)
    if item.started_at is not None:
        raise Conflict("item_started", _("This item was taken up: it stays in the record."))
    pk, meeting = item.pk, item.meeting
    item.delete()
    _number_items(meeting)
    save_new_version(meeting)
    record_meeting(actor, AgendaItemChanged, meeting, item_id=pk, change="removed")
    return meeting


@service(MeetingAction.ORDER_AGENDA)
def order_agenda(
    *, actor: Actor, meeting_id: UUID, expected_version: int, items: Sequence[AgendaPlace]
) -> Meeting:
    """Put the agenda in this order, with the minutes for each item. Those left out are only proposed.

    Raises NotFound, Forbidden, Stale, and Invalid at /items for an item that is not of this meeting or named
    twice, and where one that was taken up is left out.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.ORDER_AGENDA, expected_version)
    known = {one.pk: one for one in meeting.agenda.select_for_update(of=("self",), no_key=True)}
    wanted = {one.id: one for one in items}
    if len(wanted) != len(items) or not wanted.keys() <= known.keys():
        raise Invalid.field("/items", "not_found", _("An item stands here twice, or is not of this meeting."))
    if any(pk not in wanted and one.started_at is not None for pk, one in known.items()):
        raise Invalid.field("/items", "item_started", _("An item that was taken up stays on the agenda."))
    positions = {pk: place for place, pk in enumerate(wanted, 1)}
    for pk, item in known.items():
        item.position = positions.get(pk)
        item.minutes = wanted[pk].minutes if pk in wanted else item.minutes
        if item.position is None:
            item.state = AgendaState.PROPOSED
        elif item.state == AgendaState.PROPOSED:
            item.state = AgendaState.ACCEPTED
        item.version += 1
    AgendaItem.objects.bulk_update(known.values(), ["position", "minutes", "state", "version"])
    save_new_version(meeting)
    record_meeting(actor, AgendaItemChanged, meeting, change="ordered")
    return meeting


@service(MeetingAction.KEEP_FLOOR)
def set_current_item(*, actor: Actor, meeting_id: UUID, item_id: UUID | None) -> Meeting:
    """Take up an item, or none; the one before is done. Idempotent. Raises NotFound, Forbidden."""
    meeting = lock_meeting(actor, meeting_id, MeetingAction.KEEP_FLOOR)
    if item_id == meeting.current_item_id:
        return meeting
    leave_current_item(meeting)
    item = None if item_id is None else meeting.agenda.filter(pk=item_id).first()
    if item is None and item_id is not None:
        raise NotFound
    if item is not None:
        if item.position is None:
            accept_as_last(item)
        item.state, item.started_at, item.ended_at = AgendaState.ACCEPTED, now(), None
        save_new_version(item, "state", "position", "started_at", "ended_at")
    meeting.current_item = item
    save_new_version(meeting, "current_item")
    record_meeting(actor, AgendaItemChanged, meeting, item_id=item_id, change="current")
    return meeting


@service(MeetingAction.PROPOSE_ITEM)
def attach_paper(*, actor: Actor, meeting_id: UUID, item_id: UUID, paper: NewAttachment) -> AgendaItem:
    """Attach an uploaded file to an item: facilitators to any, others to one that they proposed.

    Raises NotFound, Forbidden, Conflict, and Invalid for a file that is not theirs or attached elsewhere.
    """
    item = _lock_item(actor, meeting_id, item_id, accepted_too=True)
    is_held = AgendaPaper.objects.filter(pk=paper.file_id).exists()
    told = get_new_facts("/file_id", paper, is_held=is_held)
    if item.papers.count() >= MAX_PAPERS:
        raise Conflict("too_many_papers", _("An item has at most twenty papers."))
    facts = {name: told[name] for name in ("name", "media_type", "size")}
    actor = check_disclosure(actor, {"/file_id": told["name"]})
    AgendaPaper.objects.create(file_id=paper.file_id, item=item, **facts)
    return _record_change(actor, item, "paper_attached")


@service(MeetingAction.PROPOSE_ITEM)
def remove_paper(*, actor: Actor, meeting_id: UUID, item_id: UUID, file_id: UUID) -> Meeting:
    """Remove a paper from an item. Raises NotFound, Forbidden."""
    item = _lock_item(actor, meeting_id, item_id, accepted_too=True)
    count, _rows = item.papers.filter(pk=file_id).delete()
    if not count:
        raise NotFound
    return _record_change(actor, item, "paper_removed").meeting


def _lock_item(actor: Actor, meeting_id: UUID, item_id: UUID, *, accepted_too: bool = False) -> AgendaItem:
    """Lock a meeting and return an item of it that the actor may change."""
    meeting = lock_meeting(actor, meeting_id, MeetingAction.PROPOSE_ITEM)
    item = get_item(actor, meeting, item_id)
    is_own = item.proposed_by_id == actor.person_id and (accepted_too or item.state == AgendaState.PROPOSED)
    if not is_own and not MeetingPolicy().can(actor, MeetingAction.ORDER_AGENDA, meeting):
        raise Forbidden
    item.meeting = meeting
    return item


def _set_state(actor: Actor, item: AgendaItem, state: str) -> None:
    if not MeetingPolicy().can(actor, MeetingAction.ORDER_AGENDA, item.meeting):
        raise Forbidden
    if item.started_at is not None and item.ended_at is None:
        raise Conflict("item_current", _("The meeting is at this item: take up another one first."))
    if item.position is None:
        accept_as_last(item)
    item.state = state


def _number_items(meeting: Meeting) -> None:
    rows = list(meeting.agenda.filter(position__isnull=False).order_by("position", "id"))
    for place, item in enumerate(rows, 1):
        item.position = place
    AgendaItem.objects.bulk_update(rows, ["position"])


def _find_thread(actor: Actor, meeting: Meeting, thread_id: UUID | None) -> Thread | None:
    if thread_id is None:
        return None
    found = ThreadPolicy().visible_to(actor).filter(pk=thread_id, group=meeting.group_id).first()
    if found is None:
        raise Invalid.field("/thread_id", "not_found", _("There is no such thread in this group."))
    return found


def _find_question(actor: Actor, meeting: Meeting, question_id: UUID | None) -> Question | None:
    if question_id is None:
        return None
    visible = ThreadPolicy().visible_to(actor).filter(group=meeting.group_id)
    rows = Question.objects.filter(pk=question_id, thread__in=visible.values("pk"))
    found = rows.select_related("thread").first()
    if found is None:
        raise Invalid.field("/question_id", "not_found", _("There is no such question in this group."))
    return found


def _record_change(actor: Actor, item: AgendaItem, change: str) -> AgendaItem:
    record_meeting(actor, AgendaItemChanged, item.meeting, item_id=item.pk, change=change)
    return item
