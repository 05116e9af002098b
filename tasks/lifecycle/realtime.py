"""Realtime topics of action items: authorisation of subscriptions, and frames of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialogue.threads.realtime import build_subscription_grant
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
from tasks.items.policies import resolve_item_visibility
from tasks.items.selectors import (
    find_group_id,
    list_evidence_unscoped,
    list_items_unscoped,
    list_reminders_unscoped,
)
from tasks.promises import events as promises_events
from tasks.reminders import (
    events as reminders_events,
    presenters as reminders_presenters,
    schemas as reminders_schemas,
)
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.realtime.registry import (
    Data,
    SubscriptionGrant,
    register_frame,
    register_topic_kind,
    require_scope_on,
)

ACTION, GROUP, THREAD = "action", "group", "thread"


# ---- who may hear ------------------------------------------------------------------------------------------


def authorise_subscriptions(questions: Sequence[tuple[Actor, UUID]]) -> list[SubscriptionGrant | None]:
    """Return a subscription grant for each actor who may read the item, or None.

    It expires with the last grant through which the actor reads the item.
    """
    return [
        build_subscription_grant(sight, Read(ACTION, action_id))
        for (_actor, action_id), sight in zip(questions, resolve_item_visibility(questions), strict=True)
    ]


def authorise_subscription(actor: Actor, action_id: UUID) -> SubscriptionGrant | None:
    return authorise_subscriptions([(actor, action_id)])[0]


def describe_present_at_item(action_id: UUID, person_ids: Sequence[UUID]) -> Mapping[UUID, Introduction]:
    """Return the people present at an item, with the organisations for which they sit in the group."""
    group_id = find_group_id(action_id)
    return introduce(group_id, person_ids) if group_id is not None else {}


register_topic_kind(
    ACTION,
    authorise_subscription,
    scope=SCOPE,
    may_hear_all=authorise_subscriptions,
    introduce=describe_present_at_item,
)
register_access_frames(ACTION)
require_scope_on(GROUP, SCOPE)


# ---- what events say ---------------------------------------------------------------------------------------

SHAPES = {
    ACTION: items_schemas.ActionFrame,
    GROUP: items_schemas.ActionCard,
    THREAD: items_schemas.ActionTrace,
}
ITEM_EVENTS = (
    items_events.ActionMade,
    items_events.ActionReassigned,
    items_events.ActionTakenOver,
    items_events.ActionEdited,
    items_events.CoownersChanged,
    dependencies_events.ActionRelated,
    dependencies_events.ActionFreed,
    dependencies_events.ActionWaitsAgain,
    items_events.ActionAccepted,
    items_events.ActionDeclined,
    items_events.ActionStarted,
    items_events.ActionBlocked,
    items_events.ActionCompleted,
    items_events.CompletionWithdrawn,
    items_events.ActionVerified,
    items_events.VerificationWithdrawn,
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
EVIDENCE_EVENTS = (
    evidence_events.EvidenceAdded,
    evidence_events.EvidenceWithdrawn,
    evidence_events.EvidenceHidden,
    evidence_events.EvidenceRestored,
)
OWN_REMINDER_EVENTS = (
    reminders_events.OwnReminderSet,
    reminders_events.OwnReminderRemoved,
    reminders_events.OwnReminderDue,
)
REMINDER_EVENTS = (
    reminders_events.ReminderSet,
    reminders_events.ReminderRemoved,
    reminders_events.ReminderAcknowledged,
    reminders_events.ReminderDue,
)


def _load_items(rows: Sequence[Event], topic_kind: str) -> dict[UUID, ActionItem]:
    """Load the present state of the items; for a group's topic only those that the group may read."""
    items = list_items_unscoped({event.subject_id for event in rows})
    return {item.pk: item for item in items if topic_kind != GROUP or item.is_shared_with_group}


def _show_item(item: ActionItem, topic_kind: str) -> Data:
    if topic_kind == GROUP:
        return items_presenters.show_card(item)
    return (
        items_presenters.show_trace(item)
        if topic_kind == THREAD
        else {"action": items_presenters.show_action_facts(item)}
    )


def render_item_frames(rows: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    items = _load_items(rows, topic_kind)
    return {
        event.id: _show_item(items[event.subject_id], topic_kind)
        for event in rows
        if event.subject_id in items
    }


for fact in ITEM_EVENTS:
    register_frame(fact.kind, shape=SHAPES)(render_item_frames)


def render_evidence_frames(rows: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    frames = dict(render_item_frames(rows, topic_kind))
    if topic_kind != ACTION:
        return frames
    pieces = list_evidence_unscoped({UUID(event.data["evidence_id"]) for event in rows})
    shown = {piece["id"]: piece for piece in evidence_presenters.show_facts(pieces)}
    return {
        event.id: {**data, "evidence": shown[pk]}
        for event in rows
        if (data := frames.get(event.id)) is not None and (pk := UUID(event.data["evidence_id"])) in shown
    }


for fact_of_evidence in EVIDENCE_EVENTS:
    register_frame(fact_of_evidence.kind, shape={**SHAPES, ACTION: evidence_schemas.EvidenceFrame})(
        render_evidence_frames
    )


def render_reminder_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    """Return the frames of reminders; a removed reminder is reduced to its id."""
    known = {
        row.pk: row for row in list_reminders_unscoped({UUID(event.data["reminder_id"]) for event in rows})
    }
    return {
        event.id: reminders_presenters.show_reminder_frame(event, known.get(UUID(event.data["reminder_id"])))
        for event in rows
    }


for fact_of_reminder in REMINDER_EVENTS:
    register_frame(fact_of_reminder.kind, shape=reminders_schemas.ReminderFrame)(render_reminder_frames)


@register_frame(reminders_events.GroupLadderChanged.kind, shape=reminders_schemas.LadderChangedFrame)
def render_group_ladder_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    """Return frames with the new version of the rules; clients reload the rules themselves."""
    return {event.id: {"ladder_version": event.data["row_version"]} for event in rows}


def render_own_reminder_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: reminders_presenters.show_own_reminder_frame(event) for event in rows}


for fact_of_own in OWN_REMINDER_EVENTS:
    register_frame(fact_of_own.kind, shape=reminders_schemas.OwnReminderFrame)(render_own_reminder_frames)


@register_frame(items_events.WatchChanged.kind, shape=items_schemas.WatchFrame)
def render_watch_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {
        event.id: {"action_id": event.data["action_id"], "watching": event.data["watching"]} for event in rows
    }
