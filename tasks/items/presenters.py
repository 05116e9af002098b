"""Presenters of action items: from rows to API shapes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import cast

from dialogue.reading.selectors import get_read_state
from dialogue.timeline.api import make_thread_presenter
from groups.common import presenters as groups
from groups.common.schemas import OrganisationRef
from groups.models import Organisation
from tasks.checklists.models import ChecklistItem
from tasks.items import schemas
from tasks.items.access import ActorItemAccess
from tasks.items.models import ActionItem, Place
from tasks.items.policies import list_allowed_actions
from tasks.items.related import Supersession, find_discussion, is_watched, prefetch_speakers
from tasks.items.selectors import ItemReaderContext, TodayOverview, build_reader_contexts, prefetch_criteria
from tasks.items.states import State
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.duties import DUTY_KINDS, Duty
from viche.kernel.text import Text, bilingual_of, render_bilingual


def show_action_facts(item: ActionItem) -> schemas.ActionFacts:
    """Return the facts of an item. Needs `tasks.items.selectors.join_details`."""
    reason = item.state_remark.text if item.state_remark is not None else None
    return {
        "id": item.id,
        "number": item.number,
        "year": item.year,
        "title": bilingual_of(item, "title"),
        "description": item.description,
        "state": cast("schemas.StateName", item.state),
        "state_since": item.state_since,
        "state_reason": reason,
        "blocked_reason": reason if item.state == State.BLOCKED else None,
        "help_asked": show_help_request(item),
        "priority": cast("schemas.PriorityName", item.priority),
        "due_on": item.due_on,
        "original_due_on": item.original_due_on,
        "overdue": item.is_overdue(),
        "group": groups.show_group_ref(item.group),
        "owner": groups.show_organisation(item.owned_by),
        "owner_outside": item.outside_body_id is not None,
        "coowners": [groups.show_organisation(one) for one in item.shown_coowners],
        "owner_person": groups.show_person(item.owner.person) if item.owner is not None else None,
        "verifier": show_optional_organisation(item.verifier_organisation),
        "verified_by": (
            groups.show_voice(item.verified_by, item.verified_through, on_behalf=True)
            if item.verified_by is not None
            else None
        ),
        "verified_at": item.verified_at,
        "audience": cast("schemas.AudienceName", item.audience),
        "target_groups": cast("list[schemas.TargetGroupName]", item.target_groups),
        "tags": item.tags,
        "effort_hours": item.effort_hours,
        "budget": float(item.budget) if item.budget is not None else None,
        "budget_source": cast("schemas.BudgetSourceName | None", item.budget_source or None),
        "place_name": item.place_name,
        "place": show_place(item.place),
        "recurrence": item.recurrence or None,
        "criteria": show_criteria(item),
        "checklist_count": item.checklist_count,
        "checklist_done": item.checklist_done,
        "evidence_count": item.evidence_count,
        "done_at": item.done_at,
        "created_at": item.created_at,
        "version": item.version,
    }


def show_optional_organisation(one: Organisation | None) -> OrganisationRef | None:
    return groups.show_organisation(one) if one is not None else None


def show_place(where: Place | None) -> schemas.PlaceOut | None:
    return None if where is None else {"latitude": float(where[0]), "longitude": float(where[1])}


def show_help_request(item: ActionItem) -> schemas.HelpOut | None:
    asked = item.help_remark
    if asked is None or asked.author is None:
        return None
    return {
        "text": asked.text,
        "by": groups.show_voice(asked.author, asked.mandate, on_behalf=True),
        "at": asked.at,
    }


def show_criteria(item: ActionItem) -> list[schemas.CriterionOut]:
    return [
        {
            "id": one.id,
            "text": one.text,
            "evidence": one.evidence_numbers,  # type: ignore[attr-defined]  # annotated
            "unproved_reason": one.unproved_reason,  # type: ignore[attr-defined]  # annotated
            "hidden_evidence": one.hidden_evidence_numbers,  # type: ignore[attr-defined]  # annotated
        }
        for one in item.shown_criteria
    ]


def show_checklist_line(row: ChecklistItem) -> schemas.ChecklistLineOut:
    return {
        "id": row.id,
        "text": row.text,
        "done_at": row.done_at,
        "done_by": groups.show_person(row.done_by) if row.done_by is not None else None,
    }


def show_source(item: ActionItem, view: ItemReaderContext) -> schemas.SourceOut | None:
    if item.thread_id is None:
        return None
    return {
        "thread_id": item.thread_id,
        "message_id": item.message_id,
        "thread_title": bilingual_of(view.thread, "title") if view.thread is not None else None,
    }


def show_action(stance: ActorItemAccess, item: ActionItem, view: ItemReaderContext) -> schemas.ActionOut:
    return {
        **show_action_facts(item),
        "source": show_source(item, view),
        "waits_for_me": view.waiting is not None,
        "waiting": cast("schemas.WaitingKind | None", view.waiting),
        "allowed": list_allowed_actions(stance.actor, item, view.parts),
        "seq": view.seq,
    }


def show_actions(stance: ActorItemAccess, items: Sequence[ActionItem]) -> list[schemas.ActionOut]:
    """Return a page of items as the actor sees them."""
    prefetch_speakers(items)
    views = build_reader_contexts(stance, items)
    return [show_action(stance, item, views[item.pk]) for item in items]


def show_action_page(
    stance: ActorItemAccess, item: ActionItem, others: Supersession
) -> schemas.ActionPageOut:
    """Return a single item as the actor sees it."""
    (shown,) = show_actions(stance, [item])
    instead = others.instead
    return {
        **shown,
        "superseded_by": show_related(instead, others) if instead is not None else None,
        "watching": is_watched(stance.actor, item),
        "discussion": show_discussion(stance.actor, item),
        "supersedes": [show_related(one, others) for one in others.cancelled],
    }


def show_discussion(actor: Actor, item: ActionItem) -> schemas.DiscussionOut | None:
    if item.discussion_id is None:
        return None
    thread = find_discussion(actor, item)
    if thread is None:
        return {"thread_id": None, "unread": None}
    return {"thread_id": thread.pk, "unread": get_read_state(actor, thread).unread}


def show_related(item: ActionItem, others: Supersession) -> schemas.RelatedOut:
    if item.pk not in others.seen:
        return {"id": None, "number": None, "year": None, "title": None, "state": None, "audience": None}
    return {
        "id": item.id,
        "number": item.number,
        "year": item.year,
        "title": bilingual_of(item, "title"),
        "state": cast("schemas.StateName", item.state),
        "audience": cast("schemas.AudienceName", item.audience),
    }


def show_listed_actions(stance: ActorItemAccess, items: Sequence[ActionItem]) -> list[schemas.ActionOut]:
    """Return rows of a list as the actor sees them; loads their criteria."""
    prefetch_criteria(items)
    return show_actions(stance, items)


def show_card(item: ActionItem) -> schemas.ActionCard:
    facts = show_action_facts(item)
    return {
        "action_id": item.id,
        "number": item.number,
        "year": item.year,
        "title": facts["title"],
        "state": facts["state"],
        "state_since": item.state_since,
        "blocked_reason": facts["blocked_reason"],
        "priority": facts["priority"],
        "due_on": item.due_on,
        "overdue": facts["overdue"],
        "owner": facts["owner"],
        "checklist_count": item.checklist_count,
        "checklist_done": item.checklist_done,
        "evidence_count": item.evidence_count,
        "thread_id": item.thread_id,
        "message_id": item.message_id,
        "version": item.version,
    }


def show_trace(item: ActionItem) -> schemas.ActionTrace:
    return {
        "action_id": item.id,
        "message_id": item.message_id,
        "number": item.number,
        "year": item.year,
        "state": cast("schemas.StateName", item.state),
        "version": item.version,
    }


def show_today(day: TodayOverview) -> schemas.TodayOut:
    at = now()
    return {
        "duties": [show_duty(duty, at) for duty in day.duties],
        "unread": make_thread_presenter(day.stance.actor)(day.unread),
        "mine": show_actions(day.stance, day.mine),
        "action_counts": day.counts,
        "unread_total": day.unread_total,
        "notifications": day.notifications,
    }


@cache
def _get_duty_words(name: str) -> tuple[Text, Text]:
    """Return the label and the button of a kind of duty."""
    kind = DUTY_KINDS[name]
    return render_bilingual(lambda: str(kind.label)), render_bilingual(lambda: str(kind.button))


def show_duty(duty: Duty, at: datetime) -> schemas.DutyOut:
    label, button = _get_duty_words(duty.kind.name)
    organisation = cast("groups.OrganisationLike | None", duty.organisation)
    return {
        "kind": duty.kind.name,
        "step": duty.kind.step.value,
        "id": duty.id,
        "label": label,
        "button": button,
        "title": duty.title,
        "url": duty.url,
        "number": duty.number,
        "note": duty.note,
        "organisation": groups.show_organisation(organisation) if organisation is not None else None,
        "group_id": duty.group_id,
        "since": duty.since,
        "due_on": duty.due_on,
        "due_at": duty.due_at,
        "overdue": duty.is_overdue(at),
        "shared": duty.is_shared,
    }
