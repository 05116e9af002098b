"""The topics of threads: who may hear them, what events say to everybody there, and what sockets may do.

The topic of a group hears light frames (no bodies) of the threads that the whole group may read, and
nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal
from uuid import UUID

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.messages.selectors import last_messages, numbers_in_place
from dialogue.reading import schemas as reading_schemas
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.realtime import GROUP, THREAD, USER
from dialogue.threads.selectors import shared_among
from dialogue.timeline import presenters, schemas
from dialogue.timeline.thread_stats import figures_of
from viche.kernel.models import Event
from viche.realtime.registry import Data, ephemeral, frame

# ---- what events say ---------------------------------------------------------------------------------------


ON_OPENING = {THREAD: schemas.ThreadFrame, GROUP: schemas.ThreadFrame, USER: schemas.ThreadNamedFrame}

ON_BOTH = {THREAD: schemas.ThreadFrame, GROUP: schemas.ThreadFrame}

ON_CHANGE = {
    THREAD: schemas.ThreadChangedFrame,
    GROUP: schemas.ThreadChangedFrame,
    USER: schemas.ThreadNamedFrame,
}


def _facts(thread_ids: Collection[UUID], topic_kind: str) -> dict[UUID, schemas.ThreadFacts]:
    """The threads as they are now; for the group only those that it may read."""
    rows = threads_selectors.threads_as_they_are(thread_ids)
    if topic_kind == GROUP:
        rows = [row for row in rows if row.is_shared_with_group]
    figures = figures_of(rows)
    return {row.pk: presenters.thread_facts(row, figures[row.pk]) for row in rows}


def _thread_of(event: Event) -> UUID:
    return UUID(event.data["thread_id"])


def _is_of(event: Event, group_id: UUID) -> bool:
    """Whether what happened did so in this group: a thread that has left one is not told of there."""
    return UUID(event.data["group_id"]) == group_id


def _facts_of(events: Sequence[Event], topic_kind: str) -> dict[UUID, schemas.ThreadFacts]:
    """By event."""
    facts = _facts({_thread_of(event) for event in events}, topic_kind)
    return {
        event.id: found
        for event in events
        if (found := facts.get(_thread_of(event))) is not None
        and (topic_kind != GROUP or _is_of(event, found["group"]["id"]))
    }


def _named(events: Sequence[Event]) -> dict[UUID, Data]:
    """What somebody hears of themselves is a reference only: they may not see the thread any more."""
    return {event.id: {"thread_id": _thread_of(event)} for event in events}


@frame("dialogue.thread_drafted", shape=schemas.ThreadFrame)
@frame("dialogue.thread_opened", shape=ON_OPENING)
@frame("dialogue.thread_handed_over", shape=ON_OPENING)
@frame("dialogue.thread_split", shape=ON_BOTH)
@frame("dialogue.round_started", shape=ON_BOTH)
@frame("dialogue.round_ended", shape=ON_BOTH)
def thread_appeared(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    if topic_kind == USER:
        return _named(events)
    return {pk: {"thread": thread} for pk, thread in _facts_of(events, topic_kind).items()}


@frame("dialogue.thread_changed", shape=ON_CHANGE)
def thread_changed(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    if topic_kind == USER:
        return _named(events)
    facts = _facts_of(events, topic_kind)
    frames: dict[UUID, Data | None] = {}
    for event in events:
        change = event.data["change"]
        if event.id in facts or change == "restricted":
            thread = facts.get(event.id)
            frames[event.id] = {"thread_id": _thread_of(event), "change": change, "thread": thread}
    return frames


@frame("dialogue.thread_left", shape=schemas.ThreadNamedFrame)
@frame("dialogue.announcement_changed", shape=schemas.ThreadNamedFrame)
@frame("dialogue.access_asked_for", shape=schemas.ThreadNamedFrame)
@frame("dialogue.access_request_closed", shape=schemas.ThreadNamedFrame)
@frame("dialogue.statements_changed", shape=schemas.ThreadNamedFrame)
@frame("dialogue.agenda_changed", shape=schemas.ThreadNamedFrame)
@frame("dialogue.summary_written", shape=schemas.ThreadNamedFrame)
@frame("dialogue.summary_withdrawn", shape=schemas.ThreadNamedFrame)
@frame("dialogue.reading_put_back", shape=schemas.ThreadNamedFrame)
@frame("dialogue.reports_dismissed", shape=schemas.ThreadNamedFrame)
def thread_named(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    return dict(_named(events))


@frame("dialogue.thread_merged", shape=schemas.ThreadMergedFrame)
def thread_merged(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """On the topics of both nobody is named: guests of the one may not see the other."""
    if topic_kind == THREAD:
        return {event.id: {"thread_id": None, "into_id": None} for event in events}
    pairs = {event.id: (_thread_of(event), UUID(event.data["into_id"])) for event in events}
    told = shared_among({pk for pair in pairs.values() for pk in pair})
    found: dict[UUID, Data] = {}
    for event in events:
        one, other = (pk if pk in told and _is_of(event, told[pk]) else None for pk in pairs[event.id])
        if one or other:
            found[event.id] = {"thread_id": one, "into_id": other}
    return found


@frame("dialogue.attention_changed", shape=schemas.AttentionFrame)
def attention_changed(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: {"thread_id": _thread_of(event), "level": event.data["level"]} for event in events}


@frame("dialogue.author_erased", shape=schemas.AuthorErasedFrame)
def author_erased(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    facts = _facts_of(events, topic_kind)
    return {
        event.id: {
            "thread": facts[event.id],
            "messages": []
            if topic_kind == GROUP
            else presenters.messages(
                messages_selectors.messages_with(_thread_of(event), UUID(event.data["person_id"]))
            ),
        }
        for event in events
        if event.id in facts
    }


@frame("dialogue.message_posted", shape={THREAD: schemas.MessageFrame, GROUP: schemas.ThreadActiveFrame})
def message_posted(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    fresh = [event for event in events if event.fresh is not None]
    if fresh:
        stored = [event for event in events if event.fresh is None]
        show = _fresh_activity if topic_kind == GROUP else _fresh
        return {**{event.id: show(event.fresh) for event in fresh}, **_posted(stored, topic_kind)}
    return _posted(events, topic_kind)


def _fresh(message: Message) -> Data:
    """What is said of a message that was stored this moment: it is at hand, and nobody supports it yet."""
    return {"message": presenters.fresh(message), "excerpt": presenters.excerpt_of(message)}


def _fresh_activity(message: Message) -> Data:
    return {
        "thread_id": message.thread_id,
        "number": message.number,
        "message_count": message.number,
        "active_at": message.posted_at,
        "last_message": presenters.last_message(message),
    }


def _posted(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    if not events:
        return {}
    if topic_kind == GROUP:
        return _activity(events)
    rows = messages_selectors.messages_as_they_are(_messages_of(events))
    shown = {
        (row.thread_id, row.pk): {"message": message, "excerpt": presenters.excerpt_of(row)}
        for row, message in zip(rows, presenters.messages(rows), strict=True)
    }
    return {event.id: shown[place] for event in events if (place := _place_of(event)) in shown}


def _place_of(event: Event) -> tuple[UUID, UUID]:
    """Where a message was when it happened: one that goes on elsewhere is not told of there any more."""
    return _thread_of(event), event.subject_id


def _activity(events: Sequence[Event]) -> dict[UUID, Data]:
    """The light frames of posted messages. Right after the commit a message is the last one of its thread."""
    last = {one.thread_id: one for one in last_messages({_thread_of(event) for event in events})}
    numbers = {(one.thread_id, one.pk): one.number for one in last.values()}
    numbers |= numbers_in_place(_messages_of(events) - {one.pk for one in last.values()})
    return {
        event.id: {
            "thread_id": end.thread_id,
            "number": numbers[_place_of(event)],
            "message_count": end.thread.message_count,
            "active_at": end.thread.active_at,
            "last_message": presenters.last_message(end),
        }
        for event in events
        if (end := last.get(_thread_of(event))) is not None
        and _place_of(event) in numbers
        and end.thread.is_shared_with_group
        and _is_of(event, end.thread.group_id)
    }


CORRECTED = {THREAD: schemas.MessageFrame, GROUP: schemas.ThreadActiveFrame}


@frame("dialogue.message_edited", shape=CORRECTED)
@frame("dialogue.message_withdrawn", shape=CORRECTED)
@frame("dialogue.message_hidden", shape=CORRECTED)
@frame("dialogue.message_appealed", shape=CORRECTED)
@frame("dialogue.message_left_hidden", shape=CORRECTED)
def message_corrected(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """The group hears of the end of the thread, which may be what was corrected."""
    return _posted(events, topic_kind)


@frame("dialogue.message_shown", shape={**CORRECTED, THREAD: schemas.MessageShownFrame})
def message_shown(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """The words are back where they are quoted, too, as far as that fits into a frame."""
    frames = _posted(events, topic_kind)
    if topic_kind == GROUP:
        return frames
    told = messages_selectors.shortly_quoted(_messages_of(events))
    quoting: dict[UUID, list[schemas.QuotingOut]] = {pk: [] for pk in told}
    quoting |= presenters.quoting(messages_selectors.quoting(told))
    return {
        event.id: {**shown, "quoting": quoting.get(event.subject_id)}
        for event in events
        if (shown := frames.get(event.id)) is not None
    }


@frame("dialogue.support_changed", shape=schemas.SupportOut)
def support_changed(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    return _part("supporters", events)


def _part(name: Literal["supporters", "must_read", "reactions"], events: Sequence[Event]) -> dict[UUID, Data]:
    """That part of the messages, as they are now."""
    rows = presenters.messages(messages_selectors.messages_as_they_are(_messages_of(events)))
    parts = {(one["thread_id"], one["id"]): one[name] for one in rows}
    return {
        event.id: {"message_id": place[1], name: parts[place]}
        for event in events
        if (place := _place_of(event)) in parts
    }


ON_MUST_READ = {
    THREAD: schemas.MessageMustReadOut,
    GROUP: schemas.ThreadNamedFrame,
    USER: schemas.ThreadNamedFrame,
}


@frame("dialogue.message_made_must_read", shape=ON_MUST_READ)
@frame("dialogue.message_must_read_lifted", shape=ON_MUST_READ)
@frame("dialogue.message_acknowledged", shape=ON_MUST_READ, hides_actor_on=(THREAD,))
def must_read_changed(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """The group, and other devices of who acknowledged, hear that something waits for somebody or no more.

    On the topic of the thread, where guests listen, it is not said who acknowledged.
    """
    if topic_kind != THREAD:
        told = shared_among({_thread_of(event) for event in events})
        here = [one for one in events if (group_id := told.get(_thread_of(one))) and _is_of(one, group_id)]
        return _named(events if topic_kind == USER else here)
    return _part("must_read", events)


@frame("dialogue.reaction_changed", shape=schemas.MessageReactionsOut)
def reaction_changed(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    return _part("reactions", events)


def _messages_of(events: Sequence[Event]) -> set[UUID]:
    return {event.subject_id for event in events}


ephemeral("read", reading_schemas.ReadFrame)
