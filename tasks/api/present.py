"""From rows to the shapes of the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from dialogue.api.views import thread_list
from groups.api import present as groups
from groups.models import Mandate
from tasks.api import shapes
from tasks.chain import Step
from tasks.models import OPEN, ActionItem, Evidence, Remark, Reminder, ReminderRule, State
from tasks.policies import allowed
from tasks.selectors import Today, View, bring_criteria, bring_verifiers, views_of
from tasks.services.reminders import PARTS
from tasks.stance import Stance
from tasks.workflow import Part
from viche.files.api import present as files
from viche.files.api.shapes import FileOut
from viche.files.selectors import files_by_id
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
        "priority": cast("shapes.PriorityName", item.priority),
        "due_on": item.due_on,
        "original_due_on": item.original_due_on,
        "overdue": item.is_overdue(),
        "group": groups.group_ref(item.group),
        "owner": groups.organisation(item.owner_organisation),
        "owner_person": groups.person(item.owner.person) if item.owner is not None else None,
        "verifier": (
            groups.organisation(item.verifier_organisation)
            if item.verifier_organisation is not None
            else None
        ),
        "verified_by": (
            groups.voice(item.verified_by, item.verified_through, on_behalf=True)
            if item.verified_by is not None
            else None
        ),
        "verified_at": item.verified_at,
        "audience": cast("shapes.AudienceName", item.audience),
        "criteria": criteria(item),
        "evidence_count": item.evidence_count,
        "done_at": item.done_at,
        "created_at": item.created_at,
        "version": item.version,
    }


def criteria(item: ActionItem) -> list[shapes.CriterionOut]:
    return [
        {"id": one.id, "text": one.text, "evidence": one.evidence_numbers}  # type: ignore[attr-defined]  # annotated
        for one in item.shown_criteria
    ]


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
    bring_verifiers(items)
    views = views_of(stance, items)
    return [action(stance, item, views[item.pk]) for item in items]


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
        "added_by": groups.voice(row.added_by, row.added_through, on_behalf=row.added_through is not None),
        "added_at": row.added_at,
    }


def reminder(row: Reminder, item: ActionItem, parts: frozenset[Part]) -> shapes.ReminderOut:
    """`parts`: what the reader is to the item."""
    to_come = row.fired_at is None
    sets = not parts.isdisjoint({Part.OWNER, Part.FACILITATOR})
    open_to = {
        "acknowledge": row.acknowledged_at is None and PARTS[row.audience] in parts,
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


def history(events: Sequence[Event]) -> list[shapes.HistoryOut]:
    """Events with the people, mandates and words that belong to them: two more queries for however many."""
    mandates, remarks = _named(events, "mandate_id"), _named(events, "remark_id")
    known = Mandate.objects.select_related("organisation", "person").in_bulk(set(mandates.values()))
    words = dict(Remark.objects.filter(pk__in=set(remarks.values())).values_list("pk", "text"))
    voices = {pk: known.get(mandate_id) for pk, mandate_id in mandates.items()}
    return [
        {
            "id": event.id,
            "kind": event.kind,
            "at": event.at,
            "actor": groups.voice(event.actor, voices.get(event.pk)) if event.actor is not None else None,
            "data": event.data,
            "remark": words.get(remarks[event.pk]) if event.pk in remarks else None,
        }
        for event in events
    ]


def _named(events: Sequence[Event], name: str) -> dict[UUID, UUID]:
    """What each event names under `name`; those that name nothing are absent."""
    return {event.pk: UUID(raw) for event in events if (raw := event.data.get(name))}


def today(day: Today) -> shapes.TodayOut:
    shown = {one["id"]: one for one in actions(day.stance, [*day.waiting, *day.mine])}
    return {
        "waiting": [waiting(shown[item.pk]) for item in day.waiting],
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
