"""What the API says about threads and messages.

The Facts are the same for every reader and travel in frames too; the Out shapes add what is the reader's own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypedDict
from uuid import UUID

from dialogue.reading.schemas import AttentionName, ReadingOut
from dialogue.threads.schemas import LockOut, PublicationOut
from groups.common.schemas import GroupRef, OrganisationRef, PersonRef, Voice
from viche.kernel.text import Text

PurposeName = Literal["consult", "deliberate", "prioritise", "mediate", "announce"]

ThreadStateName = Literal["draft", "open", "summarising", "closed"]

ThreadVisibilityName = Literal["group", "restricted"]


class LastMessage(TypedDict):
    """The end of a thread, for lists. `excerpt` is plain text of at most 140 characters."""

    number: int
    posted_at: datetime
    author: Voice
    excerpt: str


class ThreadFacts(TypedDict):
    """A thread as everybody who reads it sees it.

    A draft opens by itself on `opens_on`. `closes_on` is the last day of an open one, and `closes_at` when
    that is over by the clock of the group: then who leads it is reminded, and nothing closes by itself.
    `audience_size` is how many people can read it. `active_at` orders lists: when something was last said, or
    when the thread was opened. `pinned_at` is since when it stands at the head of its group's list. Who does
    not lead the thread waits `slow_seconds` between two messages of theirs. `round` is the one that runs, of
    `round_count` that were begun: see `GET /threads/{id}/rounds`. `merged`: it went on in another thread;
    `taken_in` are the numbers with which the messages begin of those that went on here: see
    `GET /threads/{id}/merges`. `announced`: who reads the group and not this restricted thread knows that it
    is there, and may ask for access. `public`: what of it anybody reads; null: nothing.
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
    """`audience` and `people` are whom a restricted thread names, for those who may see who sees it: a guest
    is told of nobody. `attention` is what the reader wants to be told of. `spoke_at` is when they last posted
    here. `merged_into` is the thread in which it went on, null also where the reader does not see that one.
    `seq` is the number of the last event of the topic `thread:<id>` that this answer includes.
    """

    audience: list[OrganisationRef]
    people: list[PersonRef]
    reading: ReadingOut
    attention: AttentionName
    spoke_at: datetime | None
    merged_into: UUID | None
    allowed: list[str]
    seq: int


class ThreadOutPage(TypedDict):
    """Threads, the most recently active first. `pinned` are those at the head of the list of a group, the
    last pinned first; they stand in their place among the `items`, too. The first page of a group alone has
    any. `seq` is that of `group:<id>`, null across groups.
    """

    items: list[ThreadOut]
    pinned: list[ThreadOut]
    next_cursor: str | None
    seq: int | None


class MustReadOut(TypedDict):
    """The readers of the thread, but for the author, are asked to acknowledge a message, by a day of the
    group's calendar or without one. `acknowledged`: whether the reader has; null in frames, which are the
    same for all. Who else has is listed under `/messages/{id}/acknowledgements`.
    """

    due_on: date | None
    marked_at: datetime
    marked_by: PersonRef
    acknowledged: bool | None


class ReactionsOut(TypedDict):
    """Who said what to a message: ids of people, in the order in which they did."""

    thanks: list[UUID]
    question: list[UUID]
    important: list[UUID]


class QuoteOut(TypedDict):
    """What a message repeats of another in its thread: the words as they were in `version` of it. `changed`:
    it says something else now; `withdrawn`, `hidden`: it was taken back or is hidden, and `text` is empty.
    """

    message_id: UUID
    number: int
    author: PersonRef
    text: str
    version: int
    state: Literal["same", "changed", "withdrawn", "hidden"]


FaultName = Literal["insult", "personal_data", "danger", "spam", "off_topic", "other"]


class HiddenOut(TypedDict):
    """Somebody who moderates has taken the words of a message from its readers, and for which `fault`.
    `appealed`: the author disagrees; `upheld`: that was heard, and it stays hidden.
    """

    fault: FaultName
    at: datetime
    state: Literal["hidden", "appealed", "upheld"]


class AttachmentOut(TypedDict):
    """A file that a message brings: `/files/{file_id}/link` opens it. `size` is in bytes, `width` and
    `height` in pixels (of pictures alone). `alt` says what is in it, and is never empty of a picture.
    """

    file_id: UUID
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    alt: str


class MovedOut(TypedDict):
    """Where a message goes on; nulls: in a thread that the reader does not see. Frames tell it to nobody."""

    thread_id: UUID | None
    number: int | None


class MessageOut(TypedDict):
    """`number` counts from 1 within the thread. `html` is safe to show, `body` is its Markdown.

    `supporters` are ids of people, in the order in which they joined. `must_read` is null where nobody is
    asked to acknowledge it. A deleted message has no text, nor has one that is `hidden`. `moved` says where
    one goes on that was taken into another thread: a stone is in its place, as if it were deleted.
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
    """Messages by number. `previous_cursor` leads to the earlier ones, `next_cursor` to the later ones.

    `seq` is the number of the last event of the topic `thread:<id>` that this answer includes.
    """

    items: list[MessageOut]
    next_cursor: str | None
    previous_cursor: str | None
    seq: int


class MessageRevisionOut(TypedDict):
    """What a message said in an earlier version, put so at `written_at`."""

    version: int
    body: str
    html: str
    written_at: datetime


class SupportOut(TypedDict):
    """Who supports a message now, in the order in which they joined."""

    message_id: UUID
    supporters: list[UUID]


class MessageMustReadOut(TypedDict):
    """What is asked of the readers of a message now; null: nothing."""

    message_id: UUID
    must_read: MustReadOut | None


class AcknowledgementOut(TypedDict):
    """Somebody who is asked to acknowledge a message, or did so before they read it no more (`asked` is
    false). `acknowledged_at` is null as long as they have not; `version` is that of the wording that they had
    before them.
    """

    person: PersonRef
    organisation: OrganisationRef | None
    acknowledged_at: datetime | None
    version: int | None
    asked: bool


class AwaitedOut(TypedDict):
    """A message that waits for the reader's acknowledgement. `excerpt` is as in `last_message`."""

    message_id: UUID
    thread_id: UUID
    number: int
    title: Text
    visibility: ThreadVisibilityName
    group: GroupRef
    author: Voice
    excerpt: str
    due_on: date | None
    overdue: bool
    marked_at: datetime
    url: str


class MessageReactionsOut(TypedDict):
    """Who says what to a message now."""

    message_id: UUID
    reactions: ReactionsOut


class ReactionOut(TypedDict):
    """Somebody who supports a message, or says something to it."""

    reaction: Literal["support", "thanks", "question", "important"]
    person: PersonRef
    organisation: OrganisationRef | None
    at: datetime


class ReaderOut(TypedDict):
    """Somebody who may read the thread, and what they have seen of it."""

    person: PersonRef
    organisation: OrganisationRef | None
    ranges: list[tuple[int, int]]


class ThreadStepOut(TypedDict):
    """One step of a thread from state to state. `actor` is null when the system did it."""

    id: UUID
    before: ThreadStateName
    after: ThreadStateName
    reason: str
    at: datetime
    actor: Voice | None


class ThreadFrame(TypedDict):
    """The thread as it is now."""

    thread: ThreadFacts


class ThreadChangedFrame(TypedDict):
    """`change` is edited, summarising, closed, reopened, restricted, widened, audience, facilitator, pinned,
    unpinned, locked, unlocked, slowed, published, taken_back or moved (to the group that `thread` names).

    `thread` is null on the topic of a group that no longer reads it: clients drop what they kept of it.
    """

    thread_id: UUID
    change: str
    thread: ThreadFacts | None


class ThreadMergedFrame(TypedDict):
    """A thread went on in another one: load both anew. The group is told of those that all of it
    read, the topics of both of neither: guests of the one may not see the other.
    """

    thread_id: UUID | None
    into_id: UUID | None


class ThreadNamedFrame(TypedDict):
    """On a person's own topic: a restricted thread came into their sight, changed its audience or left it; or
    they put back what they had read of a thread; or what was reported there waits no more for who moderates;
    or somebody asks for access to it, or has the answer.
    On the topic of a thread: what its talk comes to is put otherwise. On that of a group: the thread has
    left it, or what is announced of it is other than before.
    """

    thread_id: UUID


class AttentionFrame(TypedDict):
    """On a person's own topic: what they chose to be told of in a thread."""

    thread_id: UUID
    level: AttentionName


class AuthorErasedFrame(TypedDict):
    """The thread as it is now, and on its own topic each message of who is erased, or
    that names them.
    """

    thread: ThreadFacts
    messages: list[MessageOut]


class MessageFrame(TypedDict):
    """The message as it is now, and the excerpt of it that lists show when it is the last of its thread."""

    message: MessageOut
    excerpt: str


class QuotingOut(TypedDict):
    """What the message of this id quotes."""

    message_id: UUID
    quote: QuoteOut


class MessageShownFrame(MessageFrame):
    """The words of a hidden message are back, also where it is quoted; null where that is more than a frame
    carries: load the messages anew.
    """

    quoting: list[QuotingOut] | None


class ThreadActiveFrame(TypedDict):
    """How a posted message looks to the group: its number, and the end of its thread as it is now."""

    thread_id: UUID
    number: int
    message_count: int
    active_at: datetime
    last_message: LastMessage
