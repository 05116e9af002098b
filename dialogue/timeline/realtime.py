"""Frames that events of dialogue send on the topics of threads, groups and people.

The topic of a group receives only light frames (no bodies) of threads that the whole group may read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal
from uuid import UUID

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.messages.selectors import list_last_messages, list_numbers_unscoped
from dialogue.reading import schemas as reading_schemas
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.realtime import GROUP, THREAD, USER
from dialogue.threads.selectors import list_shared_threads_unscoped
from dialogue.timeline import frames, presenters, schemas
from dialogue.timeline.thread_stats import get_thread_stats
from viche.kernel.models import Event
from viche.realtime.registry import Data, register_ephemeral, register_frame

FRAMES_ON_OPENING = {THREAD: frames.ThreadFrame, GROUP: frames.ThreadFrame, USER: frames.ThreadNamedFrame}

FRAMES_ON_BOTH = {THREAD: frames.ThreadFrame, GROUP: frames.ThreadFrame}

FRAMES_ON_CHANGE = {
    THREAD: frames.ThreadChangedFrame,
    GROUP: frames.ThreadChangedFrame,
    USER: frames.ThreadNamedFrame,
}


def _load_facts(thread_ids: Collection[UUID], topic_kind: str) -> dict[UUID, schemas.ThreadFacts]:
    """Load threads as they are now; for the topic of a group only those that the group may read."""
    rows = threads_selectors.list_threads_unscoped(thread_ids)
    if topic_kind == GROUP:
        rows = [row for row in rows if row.is_shared_with_group]
    figures = get_thread_stats(rows)
    return {row.pk: presenters.show_thread_facts(row, figures[row.pk]) for row in rows}


def _thread_of(event: Event) -> UUID:
    return UUID(event.data["thread_id"])


def _is_in_group(event: Event, group_id: UUID) -> bool:
    """Return whether the event happened in this group.

    A thread that has left a group sends nothing there any more.
    """
    return UUID(event.data["group_id"]) == group_id


def _load_facts_by_event(events: Sequence[Event], topic_kind: str) -> dict[UUID, schemas.ThreadFacts]:
    """Load the threads of events, by event id."""
    facts = _load_facts({_thread_of(event) for event in events}, topic_kind)
    return {
        event.id: found
        for event in events
        if (found := facts.get(_thread_of(event))) is not None
        and (topic_kind != GROUP or _is_in_group(event, found["group"]["id"]))
    }


def _show_references(events: Sequence[Event]) -> dict[UUID, Data]:
    """Return frames with a reference only: the recipient may not see the thread any more."""
    return {event.id: {"thread_id": _thread_of(event)} for event in events}


@register_frame("dialogue.thread_drafted", shape=frames.ThreadFrame)
@register_frame("dialogue.thread_opened", shape=FRAMES_ON_OPENING)
@register_frame("dialogue.thread_handed_over", shape=FRAMES_ON_OPENING)
@register_frame("dialogue.thread_split", shape=FRAMES_ON_BOTH)
@register_frame("dialogue.round_started", shape=FRAMES_ON_BOTH)
@register_frame("dialogue.round_ended", shape=FRAMES_ON_BOTH)
def build_thread_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    if topic_kind == USER:
        return _show_references(events)
    return {pk: {"thread": thread} for pk, thread in _load_facts_by_event(events, topic_kind).items()}


@register_frame("dialogue.thread_changed", shape=FRAMES_ON_CHANGE)
def build_thread_changed_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    if topic_kind == USER:
        return _show_references(events)
    facts = _load_facts_by_event(events, topic_kind)
    shown: dict[UUID, Data | None] = {}
    for event in events:
        change = event.data["change"]
        if event.id in facts or change == "restricted":
            thread = facts.get(event.id)
            shown[event.id] = {"thread_id": _thread_of(event), "change": change, "thread": thread}
    return shown


@register_frame("dialogue.thread_left", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.announcement_changed", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.access_asked_for", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.access_request_closed", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.statements_changed", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.agenda_changed", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.summary_written", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.summary_withdrawn", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.reading_put_back", shape=frames.ThreadNamedFrame)
@register_frame("dialogue.reports_dismissed", shape=frames.ThreadNamedFrame)
def build_thread_named_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    return dict(_show_references(events))


@register_frame("dialogue.thread_merged", shape=frames.ThreadMergedFrame)
def build_thread_merged_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """Build frames that a thread was merged into another one.

    On the topics of both threads the ids are left out: guests of the one may not see the other.
    """
    if topic_kind == THREAD:
        return {event.id: {"thread_id": None, "into_id": None} for event in events}
    pairs = {event.id: (_thread_of(event), UUID(event.data["into_id"])) for event in events}
    told = list_shared_threads_unscoped({pk for pair in pairs.values() for pk in pair})
    found: dict[UUID, Data] = {}
    for event in events:
        one, other = (pk if pk in told and _is_in_group(event, told[pk]) else None for pk in pairs[event.id])
        if one or other:
            found[event.id] = {"thread_id": one, "into_id": other}
    return found


@register_frame("dialogue.attention_changed", shape=frames.AttentionFrame)
def build_attention_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: {"thread_id": _thread_of(event), "level": event.data["level"]} for event in events}


@register_frame("dialogue.author_erased", shape=frames.AuthorErasedFrame)
def build_author_erased_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    facts = _load_facts_by_event(events, topic_kind)
    return {
        event.id: {
            "thread": facts[event.id],
            "messages": []
            if topic_kind == GROUP
            else presenters.show_messages(
                messages_selectors.list_messages_involving_unscoped(
                    _thread_of(event), UUID(event.data["person_id"])
                )
            ),
        }
        for event in events
        if event.id in facts
    }


@register_frame(
    "dialogue.message_posted", shape={THREAD: frames.MessageFrame, GROUP: frames.ThreadActiveFrame}
)
def build_message_posted_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    fresh = [event for event in events if event.fresh is not None]
    if fresh:
        stored = [event for event in events if event.fresh is None]
        show = _show_fresh_activity if topic_kind == GROUP else _show_fresh
        return {**{event.id: show(event.fresh) for event in fresh}, **_show_posted(stored, topic_kind)}
    return _show_posted(events, topic_kind)


def _show_fresh(message: Message) -> Data:
    """Show a message that was just stored without querying it again."""
    return {"message": presenters.show_fresh(message), "excerpt": presenters.get_excerpt(message)}


def _show_fresh_activity(message: Message) -> Data:
    return {
        "thread_id": message.thread_id,
        "number": message.number,
        "message_count": message.number,
        "active_at": message.posted_at,
        "last_message": presenters.show_last_message(message),
    }


def _show_posted(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    if not events:
        return {}
    if topic_kind == GROUP:
        return _show_activity(events)
    rows = messages_selectors.list_messages_unscoped(_messages_of(events))
    shown = {
        (row.thread_id, row.pk): {"message": message, "excerpt": presenters.get_excerpt(row)}
        for row, message in zip(rows, presenters.show_messages(rows), strict=True)
    }
    return {event.id: shown[place] for event in events if (place := _place_of(event)) in shown}


def _place_of(event: Event) -> tuple[UUID, UUID]:
    """Return the thread and message at the time of the event.

    A message that was moved since sends nothing on the topic of its former thread.
    """
    return _thread_of(event), event.subject_id


def _show_activity(events: Sequence[Event]) -> dict[UUID, Data]:
    """Build the light frames of posted messages.

    Right after the commit a message is the last one of its thread.
    """
    last = {one.thread_id: one for one in list_last_messages({_thread_of(event) for event in events})}
    numbers = {(one.thread_id, one.pk): one.number for one in last.values()}
    numbers |= list_numbers_unscoped(_messages_of(events) - {one.pk for one in last.values()})
    return {
        event.id: {
            "thread_id": end.thread_id,
            "number": numbers[_place_of(event)],
            "message_count": end.thread.message_count,
            "active_at": end.thread.active_at,
            "last_message": presenters.show_last_message(end),
        }
        for event in events
        if (end := last.get(_thread_of(event))) is not None
        and _place_of(event) in numbers
        and end.thread.is_shared_with_group
        and _is_in_group(event, end.thread.group_id)
    }


FRAMES_ON_CORRECTION = {THREAD: frames.MessageFrame, GROUP: frames.ThreadActiveFrame}


@register_frame("dialogue.message_edited", shape=FRAMES_ON_CORRECTION)
@register_frame("dialogue.message_withdrawn", shape=FRAMES_ON_CORRECTION)
@register_frame("dialogue.message_hidden", shape=FRAMES_ON_CORRECTION)
@register_frame("dialogue.message_appealed", shape=FRAMES_ON_CORRECTION)
@register_frame("dialogue.message_left_hidden", shape=FRAMES_ON_CORRECTION)
def build_message_corrected_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """Build frames of a changed message; the group receives the thread's last message."""
    return _show_posted(events, topic_kind)


@register_frame("dialogue.message_shown", shape={**FRAMES_ON_CORRECTION, THREAD: frames.MessageShownFrame})
def build_message_shown_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """Build frames of a message that is shown again, with its quotes if they fit into a frame."""
    found = _show_posted(events, topic_kind)
    if topic_kind == GROUP:
        return found
    told = messages_selectors.filter_shortly_quoted(_messages_of(events))
    quoting: dict[UUID, list[frames.QuotingOut]] = {pk: [] for pk in told}
    quoting |= presenters.show_quoting(messages_selectors.list_quoting_unscoped(told))
    return {
        event.id: {**shown, "quoting": quoting.get(event.subject_id)}
        for event in events
        if (shown := found.get(event.id)) is not None
    }


@register_frame("dialogue.support_changed", shape=schemas.SupportOut)
def build_support_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    return _show_part("supporters", events)


def _show_part(
    name: Literal["supporters", "must_read", "reactions"], events: Sequence[Event]
) -> dict[UUID, Data]:
    """Return one part of the messages, as they are now."""
    rows = presenters.show_messages(messages_selectors.list_messages_unscoped(_messages_of(events)))
    parts = {(one["thread_id"], one["id"]): one[name] for one in rows}
    return {
        event.id: {"message_id": place[1], name: parts[place]}
        for event in events
        if (place := _place_of(event)) in parts
    }


FRAMES_ON_MUST_READ = {
    THREAD: schemas.MessageMustReadOut,
    GROUP: frames.ThreadNamedFrame,
    USER: frames.ThreadNamedFrame,
}


@register_frame("dialogue.message_made_must_read", shape=FRAMES_ON_MUST_READ)
@register_frame("dialogue.message_must_read_lifted", shape=FRAMES_ON_MUST_READ)
@register_frame("dialogue.message_acknowledged", shape=FRAMES_ON_MUST_READ, hides_actor_on=(THREAD,))
def build_must_read_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """Build frames of must-read requests.

    The group and the person's other devices receive a reference. The frame on the topic of the thread, where
    guests listen, does not say who acknowledged.
    """
    if topic_kind != THREAD:
        told = list_shared_threads_unscoped({_thread_of(event) for event in events})
        here = [
            one for one in events if (group_id := told.get(_thread_of(one))) and _is_in_group(one, group_id)
        ]
        return _show_references(events if topic_kind == USER else here)
    return _show_part("must_read", events)


@register_frame("dialogue.reaction_changed", shape=schemas.MessageReactionsOut)
def build_reaction_frames(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    return _show_part("reactions", events)


def _messages_of(events: Sequence[Event]) -> set[UUID]:
    return {event.subject_id for event in events}


register_ephemeral("read", reading_schemas.ReadFrame)
