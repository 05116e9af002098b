"""What happens in dialogue, in references and codes.

The topic of the group hears of a thread only while the whole group may read it; what is restricted or a draft
enters the topic of the thread alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload, PersonalPayload

TOPIC = "thread:"


def topic_of(thread_id: UUID) -> str:
    return f"{TOPIC}{thread_id}"


def group_topic(group_id: UUID) -> str:
    return f"group:{group_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPayload(Payload):
    """A fact about a thread. `shared` says whether its group hears of it.

    `people` hear of it on their own topics: those for whom a restricted thread came into sight or left it.
    """

    thread_id: UUID
    group_id: UUID
    shared: bool
    people: tuple[UUID, ...] = ()

    @property
    def subject(self) -> tuple[str, UUID]:
        return "thread", self.thread_id

    @property
    def topics(self) -> tuple[str, ...]:
        group = (group_topic(self.group_id),) if self.shared else ()
        return (topic_of(self.thread_id), *group, *(f"user:{person_id}" for person_id in self.people))


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadDrafted(ThreadPayload):
    """Somebody began a thread that is not open yet. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.thread_drafted"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadOpened(ThreadPayload):
    """A thread was opened for those it is meant for. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.thread_opened"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadChanged(ThreadPayload):
    """`change` is edited, summarising, closed, reopened, restricted, widened, audience,
    facilitator, pinned, unpinned, locked, unlocked, slowed, published, taken_back or moved: to the group that
    is named.

    A thread that is restricted leaves the sight of its group: this one event still enters the group's
    topic, to say that it is gone. `confirmed`: see `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.thread_changed"
    change: str
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLeft(ThreadPayload):
    """A thread was taken to another group. The one that it left hears that it is gone, and not where to."""

    kind: ClassVar[str] = "dialogue.thread_left"
    move_id: UUID
    led_by: UUID | None  # the person who led it until then

    @property
    def topics(self) -> tuple[str, ...]:
        return (group_topic(self.group_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadHandedOver(ThreadPayload):
    """Somebody else leads a thread from now on, as the step of its record says. `confirmed`: see
    `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.thread_handed_over"
    step_id: UUID
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesTaken(ThreadPayload):
    """Messages were taken out of a thread into another one (`into_id`), which was opened for them."""

    kind: ClassVar[str] = "dialogue.thread_split"
    into_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMerged(ThreadPayload):
    """A thread went on in another one (`into_id`) of its group, whose readers hear of it, too. `confirmed`:
    see `MessagePosted`, of the reason.
    """

    kind: ClassVar[str] = "dialogue.thread_merged"
    into_id: UUID
    confirmed: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id), topic_of(self.into_id), group_topic(self.group_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class GistPayload(ThreadPayload):
    """What the talk comes to is put otherwise. Only those who look at the thread hear of it."""

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWritten(GistPayload):
    """Who leads a thread wrote its summary, perhaps anew. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.summary_written"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWithdrawn(GistPayload):
    """The summary of a thread was taken back, with everything that it said before."""

    kind: ClassVar[str] = "dialogue.summary_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaChanged(GistPayload):
    """A question was asked or proposed, edited, placed, removed, or is open, answered, aside or declined
    (`change`). `confirmed`: see `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.agenda_changed"
    question_id: UUID
    change: str
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStarted(ThreadPayload):
    """Each sector is asked to speak once. `confirmed`: see `MessagePosted`, of the question."""

    kind: ClassVar[str] = "dialogue.round_started"
    round_id: UUID
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEnded(ThreadPayload):
    """The time of a round ran out, or somebody who leads the thread ended it."""

    kind: ClassVar[str] = "dialogue.round_ended"
    round_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsChanged(GistPayload):
    """A statement was collected, edited or removed (`change`). `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.statements_changed"
    statement_id: UUID
    change: str
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorErased(ThreadPayload):
    """Somebody who spoke here goes by a pseudonym now. What they said may be gone with their name."""

    kind: ClassVar[str] = "dialogue.author_erased"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePayload(Payload):
    """A fact about a message."""

    message_id: UUID
    thread_id: UUID
    group_id: UUID
    shared: bool

    @property
    def subject(self) -> tuple[str, UUID]:
        return "message", self.message_id

    @property
    def topics(self) -> tuple[str, ...]:
        own = topic_of(self.thread_id)
        return (group_topic(self.group_id), own) if self.shared else (own,)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnheardPayload(MessagePayload):
    """Nobody who looks has to hear of it: people are told."""

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(MessagePayload):
    """A message was stored and numbered. The group hears only that the thread is active.

    `confirmed` are the kinds of what it gives away (`viche.kernel.disclosure`), knowingly; not the words.
    """

    kind: ClassVar[str] = "dialogue.message_posted"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAddressed(UnheardPayload):
    """A message is for somebody more than for others: it names people, answers somebody, or is followed.

    Who that is, is found when they are told. `of_version` is the version of the message that addresses them:
    1, or a correction that names somebody.
    """

    kind: ClassVar[str] = "dialogue.message_addressed"
    of_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerByMailRefused(UnheardPayload):
    """Somebody answered a message by e-mail (`client_id` names that), and it was not posted: `Unposted`."""

    kind: ClassVar[str] = "dialogue.answer_by_mail_refused"
    person_id: UUID
    client_id: UUID
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionChanged(PersonalPayload):
    """Somebody chose what they are told of in a thread."""

    kind: ClassVar[str] = "dialogue.attention_changed"
    thread_id: UUID
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPutBack(PersonalPayload):
    """Somebody wants to read again what they have read of a thread."""

    kind: ClassVar[str] = "dialogue.reading_put_back"
    thread_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited(MessagePayload):
    """Its author put a message in other words. The earlier ones can be read beside it. `confirmed`: see
    `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.message_edited"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWithdrawn(MessagePayload):
    """Its author took a message back: a stone stays in its place."""

    kind: ClassVar[str] = "dialogue.message_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportChanged(MessagePayload):
    """Somebody supports a message, or no longer does."""

    kind: ClassVar[str] = "dialogue.support_changed"
    supported: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMadeMustRead(MessagePayload):
    """Whoever leads the thread asks its readers to acknowledge a message; again: by another day."""

    kind: ClassVar[str] = "dialogue.message_made_must_read"
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMustReadLifted(MessagePayload):
    """Nobody is asked to acknowledge a message any more."""

    kind: ClassVar[str] = "dialogue.message_must_read_lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAcknowledged(MessagePayload):
    """Somebody acknowledged a message that must be read. Their other devices hear of it, too."""

    kind: ClassVar[str] = "dialogue.message_acknowledged"
    person_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id), f"user:{self.person_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MustReadDue(UnheardPayload):
    """Those who have not acknowledged a message are reminded. Who that is, is found when they are told."""

    kind: ClassVar[str] = "dialogue.must_read_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionChanged(MessagePayload):
    """Somebody says one of the fixed things to a message (`reaction`), or no longer does."""

    kind: ClassVar[str] = "dialogue.reaction_changed"
    reaction: str
    on: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReported(UnheardPayload):
    """Somebody reported a message. Who it was is not said here."""

    kind: ClassVar[str] = "dialogue.message_reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsDismissed(MessagePayload):
    """Somebody who moderates answered that nothing is wrong with a message. `people` moderate it, too, and
    hear on their own topics that it waits no more.
    """

    kind: ClassVar[str] = "dialogue.reports_dismissed"
    people: tuple[UUID, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{person_id}" for person_id in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHidden(MessagePayload):
    """Somebody who moderates took the words of a message from its readers."""

    kind: ClassVar[str] = "dialogue.message_hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAppealed(MessagePayload):
    """The author of a hidden message disagrees."""

    kind: ClassVar[str] = "dialogue.message_appealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLeftHidden(MessagePayload):
    """That was heard, and the message stays hidden."""

    kind: ClassVar[str] = "dialogue.message_left_hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageShown(MessagePayload):
    """A hidden message is read by everybody again."""

    kind: ClassVar[str] = "dialogue.message_shown"
