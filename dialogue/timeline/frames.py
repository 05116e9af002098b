"""Shapes of the frames that tell of changes in threads."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from dialogue.reading.schemas import AttentionName
from dialogue.timeline.schemas import LastMessage, MessageOut, QuoteOut, ThreadFacts


class ThreadFrame(TypedDict):
    """The thread as it is now."""

    thread: ThreadFacts


class ThreadChangedFrame(TypedDict):
    """A thread changed, as `change` says.

    `change` is edited, summarising, closed, reopened, restricted, widened, audience, facilitator, pinned,
    unpinned, locked, unlocked, slowed, published, taken_back or moved (to the group that `thread` names).
    `thread` is null on the topic of a group that may no longer read it: clients delete what they stored of
    it.
    """

    thread_id: UUID
    change: str
    thread: ThreadFacts | None


class ThreadMergedFrame(TypedDict):
    """A thread was merged into another one: reload both.

    On the topic of a group only the ids of threads that the whole group read are set, on the topics of both
    threads none: guests of the one may not see the other.
    """

    thread_id: UUID | None
    into_id: UUID | None


class ThreadNamedFrame(TypedDict):
    """A reference to a thread that changed: reload it.

    On a person's own topic: a restricted thread became visible to them, changed its audience or ceased to be
    visible; or they marked a thread as unread; or a report left the moderation queue; or access was requested
    or the request closed. On the topic of a thread: its overview changed. On the topic of a group: the thread
    left the group, or its announcement changed.
    """

    thread_id: UUID


class AttentionFrame(TypedDict):
    """On a person's own topic: their notification level in a thread."""

    thread_id: UUID
    level: AttentionName


class AuthorErasedFrame(TypedDict):
    """An author was anonymised: the thread as it is now, and on its own topic the changed messages.

    These are the messages by that person or mentioning them.
    """

    thread: ThreadFacts
    messages: list[MessageOut]


class MessageFrame(TypedDict):
    """The message as it is now, and its excerpt for lists when it is the last of its thread."""

    message: MessageOut
    excerpt: str


class QuotingOut(TypedDict):
    """The quote in the message of this id."""

    message_id: UUID
    quote: QuoteOut


class MessageShownFrame(MessageFrame):
    """A hidden message is shown again, with the quotes of it.

    `quoting` is null where the quotes do not fit into a frame: reload the messages.
    """

    quoting: list[QuotingOut] | None


class ThreadActiveFrame(TypedDict):
    """A posted message as the group sees it: its number, and the last message of its thread now."""

    thread_id: UUID
    number: int
    message_count: int
    active_at: datetime
    last_message: LastMessage
