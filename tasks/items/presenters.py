"""From rows to the shapes of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dialogue.acknowledgements.presenters import awaited
from dialogue.reading.selectors import reading_of
from dialogue.timeline.api import thread_list
from groups.common import presenters as groups
from groups.common.schemas import OrganisationRef
from groups.models import Organisation
from tasks.checklists.models import ChecklistItem
from tasks.items import schemas
from tasks.items.access import Stance
from tasks.items.models import ActionItem, Place
from tasks.items.policies import allowed
from tasks.items.related import Replaced, bring_voices, discussion_of, is_watched
from tasks.items.selectors import Today, View, bring_criteria, views_of
from tasks.items.states import State
from viche.kernel.actor import Actor
from viche.kernel.text import both


def action_facts(item: ActionItem) -> schemas.ActionFacts:
    """Needs `tasks.items.selectors.joined`."""
    reason = item.state_remark.text if item.state_remark is not None else None
    return {
        "id": item.id,
        "number": item.number,
        "year": item.year,
        "title": both(item, "title"),
        "description": item.description,
        "state": cast("schemas.StateName", item.state),
        "state_since": item.state_since,
        "state_reason": reason,
        "blocked_reason": reason if item.state == State.BLOCKED else None,
        "help_asked": help_asked(item),
        "priority": cast("schemas.PriorityName", item.priority),
        "due_on": item.due_on,
        "original_due_on": item.original_due_on,
        "overdue": item.is_overdue(),
        "group": groups.group_ref(item.group),
        "owner": groups.organisation(item.owned_by),
        "owner_outside": item.outside_body_id is not None,
        "coowners": [groups.organisation(one) for one in item.shown_coowners],
        "owner_person": groups.person(item.owner.person) if item.owner is not None else None,
        "verifier": organisation(item.verifier_organisation),
        "verified_by": (
            groups.voice(item.verified_by, item.verified_through, on_behalf=True)
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
        "place": place(item.place),
        "recurrence": item.recurrence or None,
        "criteria": criteria(item),
        "checklist_count": item.checklist_count,
        "checklist_done": item.checklist_done,
        "evidence_count": item.evidence_count,
        "done_at": item.done_at,
        "created_at": item.created_at,
        "version": item.version,
    }


def organisation(one: Organisation | None) -> OrganisationRef | None:
    return groups.organisation(one) if one is not None else None


def place(where: Place | None) -> schemas.PlaceOut | None:
    return None if where is None else {"latitude": float(where[0]), "longitude": float(where[1])}


def help_asked(item: ActionItem) -> schemas.HelpOut | None:
    asked = item.help_remark
    if asked is None or asked.author is None:
        return None
    return {
        "text": asked.text,
        "by": groups.voice(asked.author, asked.mandate, on_behalf=True),
        "at": asked.at,
    }


def criteria(item: ActionItem) -> list[schemas.CriterionOut]:
    return [
        {"id": one.id, "text": one.text, "evidence": one.evidence_numbers}  # type: ignore[attr-defined]  # annotated
        for one in item.shown_criteria
    ]


def checklist_line(row: ChecklistItem) -> schemas.ChecklistLineOut:
    return {
        "id": row.id,
        "text": row.text,
        "done_at": row.done_at,
        "done_by": groups.person(row.done_by) if row.done_by is not None else None,
    }


def source(item: ActionItem, view: View) -> schemas.SourceOut | None:
    if item.thread_id is None:
        return None
    return {
        "thread_id": item.thread_id,
        "message_id": item.message_id,
        "thread_title": both(view.thread, "title") if view.thread is not None else None,
    }


def action(stance: Stance, item: ActionItem, view: View) -> schemas.ActionOut:
    return {
        **action_facts(item),
        "source": source(item, view),
        "waits_for_me": view.waiting is not None,
        "waiting": cast("schemas.WaitingKind | None", view.waiting),
        "allowed": allowed(stance.actor, item, view.parts),
        "seq": view.seq,
    }


def actions(stance: Stance, items: Sequence[ActionItem]) -> list[schemas.ActionOut]:
    """A page of items as somebody sees them."""
    bring_voices(items)
    views = views_of(stance, items)
    return [action(stance, item, views[item.pk]) for item in items]


def action_page(stance: Stance, item: ActionItem, others: Replaced) -> schemas.ActionPageOut:
    """One item as somebody sees it by itself."""
    (shown,) = actions(stance, [item])
    instead = others.instead
    return {
        **shown,
        "superseded_by": related(instead, others) if instead is not None else None,
        "watching": is_watched(stance.actor, item),
        "discussion": discussion(stance.actor, item),
        "supersedes": [related(one, others) for one in others.cancelled],
    }


def discussion(actor: Actor, item: ActionItem) -> schemas.DiscussionOut | None:
    if item.discussion_id is None:
        return None
    thread = discussion_of(actor, item)
    if thread is None:
        return {"thread_id": None, "unread": None}
    return {"thread_id": thread.pk, "unread": reading_of(actor, thread).unread}


def related(item: ActionItem, others: Replaced) -> schemas.RelatedOut:
    if item.pk not in others.seen:
        return {"id": None, "number": None, "year": None, "title": None, "state": None, "audience": None}
    return {
        "id": item.id,
        "number": item.number,
        "year": item.year,
        "title": both(item, "title"),
        "state": cast("schemas.StateName", item.state),
        "audience": cast("schemas.AudienceName", item.audience),
    }


def listed_actions(stance: Stance, items: Sequence[ActionItem]) -> list[schemas.ActionOut]:
    """The same for rows of a list."""
    bring_criteria(items)
    return actions(stance, items)


def card(item: ActionItem) -> schemas.ActionCard:
    facts = action_facts(item)
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


def trace(item: ActionItem) -> schemas.ActionTrace:
    return {
        "action_id": item.id,
        "message_id": item.message_id,
        "number": item.number,
        "year": item.year,
        "state": cast("schemas.StateName", item.state),
        "version": item.version,
    }


def today(day: Today) -> schemas.TodayOut:
    shown = {one["id"]: one for one in actions(day.stance, [*day.waiting, *day.mine])}
    return {
        "waiting": [waiting(shown[item.pk]) for item in day.waiting],
        "to_acknowledge": awaited(day.to_acknowledge),
        "unread": thread_list(day.stance.actor)(day.unread),
        "mine": [shown[item.pk] for item in day.mine],
        "action_counts": day.counts,
        "unread_total": day.unread_total,
        "notifications": day.notifications,
    }


def waiting(item: schemas.ActionOut) -> schemas.WaitingOut:
    return {
        "kind": cast("schemas.WaitingKind", item["waiting"]),
        "at": item["state_since"],
        "due_on": item["due_on"],
        "action": item,
        "title": item["title"],
        "url": f"/actions/{item['id']}",
    }
