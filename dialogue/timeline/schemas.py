"""Schemas of threads and messages.

The `…Facts` schemas are the same for every reader and are also sent in frames; the `…Out` schemas add fields
that depend on the reader.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from dialogue.reading.schemas import AttentionName, ReadingOut
from dialogue.threads.schemas import LockOut, PublicationOut
from groups.common.schemas import GroupRef, OrganisationRef, PersonRef, Voice
from viche.kernel.api import ActionOn
from viche.kernel.text import Text

PurposeName = Literal["consult", "deliberate", "prioritise", "mediate", "announce"]

ThreadStateName = Literal["draft", "open", "summarising", "closed"]

ThreadVisibilityName = Literal["group", "restricted"]


class LastMessage(TypedDict):
    """The last message of a thread, for lists. `excerpt` is plain text of at most 140 characters."""

    number: int
    posted_at: datetime
    author: Voice
    excerpt: str


class ThreadFacts(TypedDict):
    """A thread as it is for all its readers.

    A draft opens by itself on `opens_on`. `closes_on` is the last day of an open thread, and `closes_at` the
    end of that day in the group's time zone: then its facilitator is reminded, and nothing closes by itself.
    `audience_size` is how many people can read it. `active_at` orders lists: when the last message was
    posted, or when the thread was opened. `pinned_at` is since when it is pinned in its group's list. Authors
    who are not facilitators wait `slow_seconds` between two messages (slow mode). `round` is the active
    round, of `round_count` that were started: see `GET /threads/{id}/rounds`. `merged`: it was merged into
    another thread; `taken_in` are the first numbers of the messages of threads that were merged into it: see
    `GET /threads/{id}/merges`. `announced`: readers of the group who cannot read this restricted thread know
    that it exists, and may request access. `public`: which part of it anybody may read; null: nothing.
    """

    id: UUID
    group: GroupRef
    title: Text
    purpose: PurposeName
    state: ThreadStateName
    visibility: ThreadVisibilityName
    announced: bool
    public: PublicationOut | None
    audience_size: int
    opens_on: date | None
    opened_at: datetime | None
    closes_on: date | None
    closes_at: datetime | None
    closed_at: datetime | None
    outcome: Text | None
    facilitator: PersonRef | None
    message_count: int
    active_at: datetime
    last_message: LastMessage | None
    tags: list[str]
    pinned_at: datetime | None
    lock: LockOut | None
    slow_seconds: int
    round: UUID | None
    round_count: int
    merged: bool
    taken_in: list[int]
    version: int


class ThreadOut(ThreadFacts):
    """A thread as one reader sees it.

    `audience` and `people` are what a restricted thread names; both are empty for guests, who may not know
    the readers. `attention` is the reader's notification level. `spoke_at` is when the reader last posted
    here. `merged_into` is the thread into which it was merged; also null when the reader may not see that
    thread. `seq` is the number of the last event of the topic `thread:<id>` that this response includes.
    """

    audience: list[OrganisationRef]
    people: list[PersonRef]
    reading: ReadingOut
    attention: AttentionName
    spoke_at: datetime | None
    merged_into: UUID | None
    allowed: list[Annotated[str, ActionOn("thread")]]
    seq: int


class ThreadOutPage(TypedDict):
    """Threads, the most recently active first.

    `pinned` are the pinned threads of a group, the last pinned first; they are also among the `items`. Only
    the first page of a group has any. `seq` is the number of the last event of the topic `group:<id>`, and
    null for a list across groups.
    """

    items: list[ThreadOut]
    pinned: list[ThreadOut]
    next_cursor: str | None
    seq: int | None


class MustReadOut(TypedDict):
    """A must-read request: all readers of the thread except the author should acknowledge the message.

    `due_on` is a day in the group's calendar, or null. `acknowledged`: whether the reader has acknowledged
    it; null in frames, which are the same for all readers. All acknowledgements are at
    `/messages/{id}/acknowledgements`.
    """

    due_on: date | None
    marked_at: datetime
    marked_by: PersonRef
    acknowledged: bool | None


class ReactionsOut(TypedDict):
    """Reactions to a message by kind: ids of people, in the order in which they reacted."""

    thanks: list[UUID]
    question: list[UUID]
    important: list[UUID]


class QuoteOut(TypedDict):
    """A quote of another message in the thread: its text as it was in `version`.

    `changed`: the message was edited since. `withdrawn` and `hidden`: it was withdrawn or hidden since, and
    `text` is empty.
    """

    message_id: UUID
    number: int
    author: PersonRef
    text: str
    version: int
    state: Literal["same", "changed", "withdrawn", "hidden"]


FaultName = Literal["insult", "personal_data", "danger", "spam", "off_topic", "other"]


class HiddenOut(TypedDict):
    """A moderator has hidden the text of the message from its readers, for this `fault`.

    `appealed`: the author has appealed; `upheld`: the appeal was rejected.
    """

    fault: FaultName
    at: datetime
    state: Literal["hidden", "appealed", "upheld"]


class AttachmentOut(TypedDict):
    """A file attached to a message: `/files/{file_id}/link` opens it.

    `size` is in bytes, `width` and `height` in pixels (of pictures only). `alt` is the alternative text,
    never empty for a picture.
    """

    file_id: UUID
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    alt: str


class MovedOut(TypedDict):
    """The place to which a message was moved; nulls when the reader may not see that thread.

    Always null in frames.
    """

    thread_id: UUID | None
    number: int | None


class MessageOut(TypedDict):
    """A message. `number` counts from 1 within the thread.

    `html` is safe to display, `body` is its Markdown. `supporters` are ids of people, in the order in which
    they joined. `must_read` is null when no acknowledgement is requested. A deleted or `hidden` message has
    no text. A message that was moved to another thread leaves a tombstone, as if it were deleted; its `moved`
    is the new place.
    """

    id: UUID
    thread_id: UUID
    number: int
    client_id: UUID
    author: Voice
    body: str
    html: str
    reply_to: UUID | None
    quote: QuoteOut | None
    attachments: list[AttachmentOut]
    posted_at: datetime
    edited_at: datetime | None
    deleted: bool
    moved: MovedOut | None
    hidden: HiddenOut | None
    supporters: list[UUID]
    reactions: ReactionsOut
    must_read: MustReadOut | None
    version: int


class MessageOutPage(TypedDict):
    """Messages by number; `previous_cursor` leads to earlier ones, `next_cursor` to later ones.

    `seq` is the number of the last event of the topic `thread:<id>` that this response includes.
    """

    items: list[MessageOut]
    next_cursor: str | None
    previous_cursor: str | None
    seq: int


class MessageRevisionOut(TypedDict):
    """An earlier version of a message, written at `written_at`."""

    version: int
    body: str
    html: str
    written_at: datetime


class SupportOut(TypedDict):
    """The supporters of a message now, in the order in which they joined."""

    message_id: UUID
    supporters: list[UUID]


class MessageMustReadOut(TypedDict):
    """The must-read request of a message now; null: none."""

    message_id: UUID
    must_read: MustReadOut | None


class AcknowledgementOut(TypedDict):
    """A person who is asked to acknowledge a message, or who did so and no longer reads it.

    `asked` is false in the second case. `acknowledged_at` is null while the acknowledgement is pending;
    `version` is the version of the message that was acknowledged.
    """

    person: PersonRef
    organisation: OrganisationRef | None
    acknowledged_at: datetime | None
    version: int | None
    asked: bool


class MessageReactionsOut(TypedDict):
    """The reactions to a message now."""

    message_id: UUID
    reactions: ReactionsOut


class ReactionOut(TypedDict):
    """A person who supports a message or reacted to it."""

    reaction: Literal["support", "thanks", "question", "important"]
    person: PersonRef
    organisation: OrganisationRef | None
    at: datetime


class ReaderOut(TypedDict):
    """A person who may read the thread, and the messages that they have read."""

    person: PersonRef
    organisation: OrganisationRef | None
    ranges: list[tuple[int, int]]


class ThreadStepOut(TypedDict):
    """One state transition of a thread. `actor` is null when the system did it."""

    id: UUID
    before: ThreadStateName
    after: ThreadStateName
    reason: str
    at: datetime
    actor: Voice | None
