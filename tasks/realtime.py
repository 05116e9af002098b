"""The topics of action items: who may hear them, and what events say to everybody there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialogue.realtime import hearing_of
from groups.realtime import Introduction, introduce
from tasks import events, letter_events, promise_events
from tasks.api import present, shapes
from tasks.as_they_are import group_of, reminders_as_they_are
from tasks.models import ActionItem
from tasks.policies import seen_until
from tasks.selectors import evidence_as_it_is, items_as_they_are
from tasks.stance import SCOPE
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


topic_kind(ACTION, may_hear, may_hear_all=may_hear_all, introduce=introduce_at_item)
speaks_on(GROUP, SCOPE)


# ---- what events say ---------------------------------------------------------------------------------------

SHAPES = {ACTION: shapes.ActionFrame, GROUP: shapes.ActionCard, THREAD: shapes.ActionTrace}
OF_THE_ITEM = (
    events.ActionMade,
    events.ActionReassigned,
    events.ActionTakenOver,
    events.ActionEdited,
    events.CoownersChanged,
    events.ActionRelated,
    events.ActionFreed,
    events.ActionAccepted,
    events.ActionDeclined,
    events.ActionStarted,
    events.ActionBlocked,
    events.ActionCompleted,
    events.ActionVerified,
    events.ActionClosed,
    events.ActionReturned,
    events.ActionCancelled,
    events.ChecklistChanged,
    events.ChecklistTicked,
    events.DiscussionOpened,
    events.HelpAsked,
    events.HelpAnswered,
    events.ItemLadderChanged,
    events.ProgressReported,
    events.ActionLinkMade,
    events.ActionLinkRevoked,
    letter_events.LetterLost,
    letter_events.LettersDeclined,
    promise_events.PromisePublished,
    promise_events.PromiseTakenBack,
)
OF_ONES_OWN = (events.OwnReminderSet, events.OwnReminderRemoved, events.OwnReminderDue)
OF_REMINDERS = (
    events.ReminderSet,
    events.ReminderRemoved,
    events.ReminderAcknowledged,
    events.ReminderDue,
)


def _items(rows: Sequence[Event], topic_kind: str) -> dict[UUID, ActionItem]:
    """The items as they are now; for the group only those that it may read."""
    items = items_as_they_are({event.subject_id for event in rows})
    return {item.pk: item for item in items if topic_kind != GROUP or item.is_shared_with_group}


def _shown(item: ActionItem, topic_kind: str) -> Data:
    if topic_kind == GROUP:
        return present.card(item)
    return present.trace(item) if topic_kind == THREAD else {"action": present.action_facts(item)}


def item_changed(rows: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    items = _items(rows, topic_kind)
    return {
        event.id: _shown(items[event.subject_id], topic_kind) for event in rows if event.subject_id in items
    }


for fact in OF_THE_ITEM:
    frame(fact.kind, shape=SHAPES)(item_changed)


@frame(events.EvidenceAdded.kind, shape={**SHAPES, ACTION: shapes.EvidenceFrame})
def evidence_added(rows: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    frames = dict(item_changed(rows, topic_kind))
    if topic_kind != ACTION:
        return frames
    pieces = evidence_as_it_is({UUID(event.data["evidence_id"]) for event in rows})
    shown = {piece["id"]: piece for piece in present.evidence(pieces)}
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
        event.id: present.reminder_frame(event, known.get(UUID(event.data["reminder_id"]))) for event in rows
    }


for fact_of_reminder in OF_REMINDERS:
    frame(fact_of_reminder.kind, shape=shapes.ReminderFrame)(reminder_changed)


@frame(events.GroupLadderChanged.kind, shape=shapes.LadderChangedFrame)
def group_ladder_changed(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    """Whoever looks at the rules reads them anew."""
    return {event.id: {"ladder_version": event.data["row_version"]} for event in rows}


def own_reminder_changed(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: present.own_reminder_frame(event) for event in rows}


for fact_of_own in OF_ONES_OWN:
    frame(fact_of_own.kind, shape=shapes.OwnReminderFrame)(own_reminder_changed)


@frame(events.WatchChanged.kind, shape=shapes.WatchFrame)
def watch_changed(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {
        event.id: {"action_id": event.data["action_id"], "watching": event.data["watching"]} for event in rows
    }
