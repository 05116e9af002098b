"""From rows to the shapes of the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from dialogue.api.present import awaited
from dialogue.api.views import thread_list
from dialogue.selectors import reading_of
from groups.api import present as groups
from groups.api.shapes import OrganisationRef
from groups.models import Organisation
from tasks.api import shapes
from tasks.beside import Replaced, bring_voices, discussion_of, is_watched
from tasks.chain import Step
from tasks.models import (
    OPEN,
    ActionItem,
    ChecklistItem,
    Evidence,
    OwnReminder,
    Place,
    Reminder,
    ReminderRule,
    State,
)
from tasks.planning import Step as LadderStep
from tasks.policies import allowed
from tasks.reaching import reaches
from tasks.selectors import Today, View, bring_criteria, views_of
from tasks.services.reminders import PARTS
from tasks.stance import Stance
from tasks.workflow import Part
from viche.files.api import present as files
from viche.files.api.shapes import FileOut
from viche.files.selectors import files_by_id
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import both


def action_facts(item: ActionItem) -> shapes.ActionFacts:
    """Needs `tasks.selectors.joined`."""
    reason = item.state_remark.text if item.state_remark is not None else None
    return {
        "id": item.id,
        "number": item.number,
        "year": item.year,
        "title": both(item, "title"),
        "description": item.description,
        "state": cast("shapes.StateName", item.state),
        "state_since": item.state_since,
        "state_reason": reason,
        "blocked_reason": reason if item.state == State.BLOCKED else None,
        "help_asked": help_asked(item),
        "priority": cast("shapes.PriorityName", item.priority),
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
        "audience": cast("shapes.AudienceName", item.audience),
        "target_groups": cast("list[shapes.TargetGroupName]", item.target_groups),
        "tags": item.tags,
        "effort_hours": item.effort_hours,
        "budget": float(item.budget) if item.budget is not None else None,
        "budget_source": cast("shapes.BudgetSourceName | None", item.budget_source or None),
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


def place(where: Place | None) -> shapes.PlaceOut | None:
    return None if where is None else {"latitude": float(where[0]), "longitude": float(where[1])}


def help_asked(item: ActionItem) -> shapes.HelpOut | None:
    asked = item.help_remark
    if asked is None or asked.author is None:
        return None
    return {
        "text": asked.text,
        "by": groups.voice(asked.author, asked.mandate, on_behalf=True),
        "at": asked.at,
    }


def criteria(item: ActionItem) -> list[shapes.CriterionOut]:
    return [
        {"id": one.id, "text": one.text, "evidence": one.evidence_numbers}  # type: ignore[attr-defined]  # annotated
        for one in item.shown_criteria
    ]


def checklist_line(row: ChecklistItem) -> shapes.ChecklistLineOut:
    return {
        "id": row.id,
        "text": row.text,
        "done_at": row.done_at,
        "done_by": groups.person(row.done_by) if row.done_by is not None else None,
    }


def source(item: ActionItem, view: View) -> shapes.SourceOut | None:
    if item.thread_id is None:
        return None
    return {
        "thread_id": item.thread_id,
        "message_id": item.message_id,
        "thread_title": both(view.thread, "title") if view.thread is not None else None,
    }


def action(stance: Stance, item: ActionItem, view: View) -> shapes.ActionOut:
    return {
        **action_facts(item),
        "source": source(item, view),
        "waits_for_me": view.waiting is not None,
        "waiting": cast("shapes.WaitingKind | None", view.waiting),
        "allowed": allowed(stance.actor, item, view.parts),
        "seq": view.seq,
    }


def actions(stance: Stance, items: Sequence[ActionItem]) -> list[shapes.ActionOut]:
    """A page of items as somebody sees them."""
    bring_voices(items)
    views = views_of(stance, items)
    return [action(stance, item, views[item.pk]) for item in items]


def action_page(stance: Stance, item: ActionItem, others: Replaced) -> shapes.ActionPageOut:
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


def discussion(actor: Actor, item: ActionItem) -> shapes.DiscussionOut | None:
    if item.discussion_id is None:
        return None
    thread = discussion_of(actor, item)
    if thread is None:
        return {"thread_id": None, "unread": None}
    return {"thread_id": thread.pk, "unread": reading_of(actor, thread).unread}


def related(item: ActionItem, others: Replaced) -> shapes.RelatedOut:
    if item.pk not in others.seen:
        return {"id": None, "number": None, "year": None, "title": None, "state": None, "audience": None}
    return {
        "id": item.id,
        "number": item.number,
        "year": item.year,
        "title": both(item, "title"),
        "state": cast("shapes.StateName", item.state),
        "audience": cast("shapes.AudienceName", item.audience),
    }


def listed_actions(stance: Stance, items: Sequence[ActionItem]) -> list[shapes.ActionOut]:
    """The same for rows of a list."""
    bring_criteria(items)
    return actions(stance, items)


def card(item: ActionItem) -> shapes.ActionCard:
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


def trace(item: ActionItem) -> shapes.ActionTrace:
    return {
        "action_id": item.id,
        "message_id": item.message_id,
        "number": item.number,
        "year": item.year,
        "state": cast("shapes.StateName", item.state),
        "version": item.version,
    }


def evidence(rows: Iterable[Evidence]) -> list[shapes.EvidenceOut]:
    """Pieces with their files. Needs `added_by`, `added_through.organisation` and `added_through.person`."""
    rows = list(rows)
    stored = files_by_id({row.file_id for row in rows if row.file_id is not None})
    shown = {pk: files.file(row) for pk, row in stored.items()}
    return [piece(row, shown.get(row.file_id) if row.file_id is not None else None) for row in rows]


def piece(row: Evidence, file: FileOut | None) -> shapes.EvidenceOut:
    return {
        "id": row.id,
        "number": row.number,
        "kind": cast("shapes.EvidenceKindName", row.kind),
        "title": row.title,
        "note": row.note,
        "url": row.url,
        "file": file,
        "criterion_id": row.criterion_id,
        "added_by": (
            groups.voice(row.added_by, row.added_through, on_behalf=row.added_through is not None)
            if row.added_by is not None
            else None
        ),
        "by_link": both(row.link.body, "name") if row.link is not None else None,
        "added_at": row.added_at,
    }


def reminder(row: Reminder, item: ActionItem, parts: frozenset[Part]) -> shapes.ReminderOut:
    """`parts`: what the reader is to the item."""
    to_come = row.fired_at is None
    sets = not parts.isdisjoint({Part.OWNER, Part.FACILITATOR})
    open_to = {
        "acknowledge": row.acknowledged_at is None and PARTS[row.audience] in parts,
        "snooze": not to_come and row.acknowledged_at is None and reaches(row, item, parts),
        "remove": to_come and row.rule == ReminderRule.CUSTOM and sets,
    }
    return {
        "id": row.id,
        "rule": cast("shapes.RuleName", row.rule),
        "due_at": row.due_at,
        "fired_at": row.fired_at,
        "acknowledged_at": row.acknowledged_at,
        "audience": cast("shapes.ReminderAudienceName", row.audience),
        "allowed": [name for name, is_open in open_to.items() if is_open and item.state in OPEN],
    }


def ladder(
    of: shapes.LadderOwnerName, steps: Sequence[LadderStep], version: int, *, may_set: bool
) -> shapes.LadderOut:
    return {
        "of": of,
        "steps": [
            {
                "offset_days": one.offset_days,
                "audience": cast("shapes.ReminderAudienceName", one.audience.value),
                "repeat_days": one.repeat_days,
            }
            for one in steps
        ],
        "version": version,
        "allowed": ["set_ladder"] if may_set else [],
    }


def own_reminder(row: OwnReminder) -> shapes.OwnReminderOut:
    return {
        "id": row.id,
        "kind": cast("shapes.OwnReminderKindName", row.kind),
        "due_at": row.due_at,
        "fired_at": row.fired_at,
    }


def own_reminder_frame(event: Event) -> shapes.OwnReminderFrame:
    return {
        "action_id": UUID(event.data["action_id"]),
        "reminder_id": UUID(event.data["reminder_id"]),
    }


def step(one: Step) -> shapes.ChainStep:
    return {
        "kind": cast("shapes.StepKind", one.kind),
        "id": one.id,
        "label": one.label,
        "title": one.title,
        "state": one.state,
        "at": one.at,
        "url": one.url,
    }


def today(day: Today) -> shapes.TodayOut:
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


def waiting(item: shapes.ActionOut) -> shapes.WaitingOut:
    return {
        "kind": cast("shapes.WaitingKind", item["waiting"]),
        "at": item["state_since"],
        "due_on": item["due_on"],
        "action": item,
        "title": item["title"],
        "url": f"/actions/{item['id']}",
    }


def reminder_frame(event: Event, row: Reminder | None) -> shapes.ReminderFrame:
    """What everybody who looks at the item hears of a reminder; `row` is None for one that was removed."""
    return {
        "action_id": event.subject_id,
        "reminder_id": UUID(event.data["reminder_id"]),
        "rule": event.data["rule"],
        "audience": event.data["audience"],
        "due_at": row.due_at if row is not None else None,
        "fired_at": row.fired_at if row is not None else None,
        "acknowledged_at": row.acknowledged_at if row is not None else None,
    }
