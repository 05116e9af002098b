"""The topics of action items: who may hear them, and what events say to everybody there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialogue.threads.realtime import hearing_of
from groups.realtime import Introduction, introduce, register_access_frames
from tasks.checklists import events as checklists_events
from tasks.dependencies import events as dependencies_events
from tasks.evidence import (
    events as evidence_events,
    presenters as evidence_presenters,
    schemas as evidence_schemas,
)
from tasks.external_assignees import events as external_assignees_events
from tasks.items import events as items_events, presenters as items_presenters, schemas as items_schemas
from tasks.items.access import SCOPE
from tasks.items.models import ActionItem
from tasks.items.policies import seen_until
from tasks.items.selectors import evidence_as_it_is, group_of, items_as_they_are, reminders_as_they_are
from tasks.promises import events as promises_events
from tasks.reminders import (
    events as reminders_events,
    presenters as reminders_presenters,
    schemas as reminders_schemas,
)
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.reads import Read
from viche.realtime.registry import Data, Hearing, frame, speaks_on, topic_kind

ACTION, GROUP, THREAD = "action", "group", "thread"


# ---- who may hear ------------------------------------------------------------------------------------------


def may_hear_all(questions: Sequence[tuple[Actor, UUID]]) -> list[Hearing | None]:
    """Those who see the item hear it, until the last grant that shows it to them ends."""
    return [
        hearing_of(sight, Read(ACTION, action_id))
        for (_actor, action_id), sight in zip(questions, seen_until(questions), strict=True)
    ]


def may_hear(actor: Actor, action_id: UUID) -> Hearing | None:
    return may_hear_all([(actor, action_id)])[0]


def introduce_at_item(action_id: UUID, person_ids: Sequence[UUID]) -> Mapping[UUID, Introduction]:
    """People who are present, each with the organisation for which they sit in the group."""
    group_id = group_of(action_id)
    return introduce(group_id, person_ids) if group_id is not None else {}


topic_kind(ACTION, may_hear, scope=SCOPE, may_hear_all=may_hear_all, introduce=introduce_at_item)
register_access_frames(ACTION)
speaks_on(GROUP, SCOPE)


# ---- what events say ---------------------------------------------------------------------------------------

SHAPES = {
    ACTION: items_schemas.ActionFrame,
    GROUP: items_schemas.ActionCard,
    THREAD: items_schemas.ActionTrace,
}
OF_THE_ITEM = (
    items_events.ActionMade,
    items_events.ActionReassigned,
    items_events.ActionTakenOver,
    items_events.ActionEdited,
    items_events.CoownersChanged,
    dependencies_events.ActionRelated,
    dependencies_events.ActionFreed,
    items_events.ActionAccepted,
    items_events.ActionDeclined,
    items_events.ActionStarted,
    items_events.ActionBlocked,
    items_events.ActionCompleted,
    items_events.ActionVerified,
    items_events.ActionClosed,
    items_events.ActionReturned,
    items_events.ActionCancelled,
    checklists_events.ChecklistChanged,
    checklists_events.ChecklistTicked,
    items_events.DiscussionOpened,
    items_events.HelpAsked,
    items_events.HelpAnswered,
    reminders_events.ItemLadderChanged,
    items_events.ProgressReported,
    external_assignees_events.ActionLinkMade,
    external_assignees_events.ActionLinkRevoked,
    external_assignees_events.LetterLost,
    external_assignees_events.LettersDeclined,
    promises_events.PromisePublished,
    promises_events.PromiseTakenBack,
)
OF_ONES_OWN = (
    reminders_events.OwnReminderSet,
    reminders_events.OwnReminderRemoved,
    reminders_events.OwnReminderDue,
)
OF_REMINDERS = (
    reminders_events.ReminderSet,
    reminders_events.ReminderRemoved,
    reminders_events.ReminderAcknowledged,
    reminders_events.ReminderDue,
)


def _items(rows: Sequence[Event], topic_kind: str) -> dict[UUID, ActionItem]:
    """The items as they are now; for the group only those that it may read."""
    items = items_as_they_are({event.subject_id for event in rows})
    return {item.pk: item for item in items if topic_kind != GROUP or item.is_shared_with_group}


def _shown(item: ActionItem, topic_kind: str) -> Data:
    if topic_kind == GROUP:
        return items_presenters.card(item)
    return (
        items_presenters.trace(item)
        if topic_kind == THREAD
        else {"action": items_presenters.action_facts(item)}
    )


def item_changed(rows: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    items = _items(rows, topic_kind)
    return {
        event.id: _shown(items[event.subject_id], topic_kind) for event in rows if event.subject_id in items
    }


for fact in OF_THE_ITEM:
    frame(fact.kind, shape=SHAPES)(item_changed)


@frame(evidence_events.EvidenceAdded.kind, shape={**SHAPES, ACTION: evidence_schemas.EvidenceFrame})
def evidence_added(rows: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    frames = dict(item_changed(rows, topic_kind))
    if topic_kind != ACTION:
        return frames
    pieces = evidence_as_it_is({UUID(event.data["evidence_id"]) for event in rows})
    shown = {piece["id"]: piece for piece in evidence_presenters.evidence(pieces)}
    return {
        event.id: {**data, "evidence": shown[pk]}
        for event in rows
        if (data := frames.get(event.id)) is not None and (pk := UUID(event.data["evidence_id"])) in shown
    }


def reminder_changed(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    """A removed one keeps its id alone."""
    known = {
        row.pk: row for row in reminders_as_they_are({UUID(event.data["reminder_id"]) for event in rows})
    }
    return {
        event.id: reminders_presenters.reminder_frame(event, known.get(UUID(event.data["reminder_id"])))
        for event in rows
    }


for fact_of_reminder in OF_REMINDERS:
    frame(fact_of_reminder.kind, shape=reminders_schemas.ReminderFrame)(reminder_changed)


@frame(reminders_events.GroupLadderChanged.kind, shape=reminders_schemas.LadderChangedFrame)
def group_ladder_changed(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    """Whoever looks at the rules reads them anew."""
    return {event.id: {"ladder_version": event.data["row_version"]} for event in rows}


def own_reminder_changed(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: reminders_presenters.own_reminder_frame(event) for event in rows}


for fact_of_own in OF_ONES_OWN:
    frame(fact_of_own.kind, shape=reminders_schemas.OwnReminderFrame)(own_reminder_changed)


@frame(items_events.WatchChanged.kind, shape=items_schemas.WatchFrame)
def watch_changed(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {
        event.id: {"action_id": event.data["action_id"], "watching": event.data["watching"]} for event in rows
    }
