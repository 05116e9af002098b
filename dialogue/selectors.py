"""What is read about threads and messages: narrowed to the reader, as many queries for many as for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DateTimeField,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    UUIDField,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, JSONObject, Length

from dialogue.figures import Reading, reading, with_voices
from dialogue.models import (
    Acknowledgement,
    Attention,
    Message,
    MessageAttachment,
    MessageDraft,
    MessageQuote,
    MessageRevision,
    Reaction,
    Support,
    Thread,
    ThreadAttention,
    ThreadReading,
    ThreadStateChange,
    ThreadUserPermission,
    Visibility,
)
from dialogue.policies import (
    READ_SCOPE,
    Action,
    DialogueAction,
    DialoguePolicy,
    ThreadPolicy,
    load_thread,
    threads_seen_by,
)
from dialogue.ranges import Spans
from dialogue.standing import READ, SPEAK
from groups.models import InitiativeGroup, InitiativeGroupUserPermission, Mandate
from groups.policies import READ as READ_GROUP, SPEAK as SPEAK_GROUP, Asking, live
from groups.registry import Heard
from groups.selectors import voices_in
from groups.selectors.refs import GROUP, PERSON
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.lists import Probe, given_ids, referring
from viche.kernel.policy import load
from viche.kernel.prepared import Given, Prepared

# ---- threads -----------------------------------------------------------------------------------------------


def titles_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Thread]:
    """Those of some threads that `actor` sees, for their titles."""
    if actor.person_id is None or not actor.has_scope(READ_SCOPE):
        return ThreadPolicy().listed_for(actor).in_bulk(ids)
    seen = AMONG.all(person_id=actor.person_id, at=now(), ids=list(ids))
    return {thread.pk: thread for thread in seen}


def _among() -> QuerySet[Thread]:
    somebody: Any = Given("person_id", UUIDField())
    asking = Asking(Probe, Given("at", DateTimeField()))
    seen = threads_seen_by(Actor.for_person(somebody), asking).filter(given_ids("pk", "ids"))
    return seen.only("title_uk", "title_en")


AMONG = Prepared(_among)


def shown_threads(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return referring(threads, group=GROUP, facilitator__person=PERSON)


def get_group_for(actor: Actor, group_id: UUID) -> InitiativeGroup:
    """The group whose dialogue `actor` reads. Raises SignedOut or NotFound."""
    return load(DialoguePolicy(), actor, group_id, DialogueAction.READ)


def get_thread_for(actor: Actor, thread_id: UUID, action: Action = Action.READ) -> Thread:
    """One thread that `actor` sees and may do this with. Raises SignedOut, NotFound or Forbidden."""
    return load_thread(actor, thread_id, action)


def get_shown_thread_for(actor: Actor, thread_id: UUID) -> Thread:
    """The same with its group and facilitator."""
    thread = get_thread_for(actor, thread_id)
    prefetch_related_objects([thread], "group", "facilitator__person")
    return thread


def threads_as_they_are(ids: Collection[UUID]) -> list[Thread]:
    """Some threads for frames, whose topics are guarded. Not narrowed to anybody."""
    return list(shown_threads(Thread.objects.filter(pk__in=ids)))


def restricted_among(ids: Collection[UUID]) -> list[UUID]:
    """Those of some threads that are not for their whole group. Not narrowed to anybody."""
    if not ids:
        return []
    return list(
        Thread.objects.filter(pk__in=ids, visibility=Visibility.RESTRICTED).values_list("pk", flat=True)
    )


def group_of(thread_id: UUID) -> UUID | None:
    """The group of a thread; None when there is no such thread."""
    return Thread.objects.filter(pk=thread_id).values_list("group", flat=True).first()


def state_changes_of(thread: Thread) -> QuerySet[ThreadStateChange]:
    """The steps of a thread, oldest first."""
    rows = ThreadStateChange.objects.filter(thread=thread)
    return rows.select_related("person", "mandate__organisation", "mandate__person").order_by("at", "id")


# ---- reading -----------------------------------------------------------------------------------------------


def reading_of(actor: Actor, thread: Thread) -> Reading:
    """What `actor` has seen of a thread."""
    row = READING.first(person_id=actor.person_id, thread_id=thread.pk)
    return reading(thread, row.ranges, row.seen) if row is not None else reading(thread, (), 0)


READING = Prepared(
    lambda: ThreadReading.objects.filter(
        person=Given("person_id", UUIDField()), thread=Given("thread_id", UUIDField())
    )
)


def _with_unread(actor: Actor) -> QuerySet[Thread]:
    """The threads that `actor` sees, has not muted and not read to the end, with `unread` (how many
    messages).
    """
    mine = FilteredRelation("readings", condition=Q(readings__person=actor.person_id))
    unread = F("message_count") - Coalesce(F("mine__seen"), 0)
    muted = ThreadAttention.objects.filter(person=actor.person_id, level=Attention.MUTED)
    heard = ~Q(pk__in=muted.values("thread"))
    seen = ThreadPolicy().listed_for(actor).filter(heard, merged_into=None)
    return seen.annotate(mine=mine).annotate(unread=unread).filter(unread__gt=0)


def unread_threads(actor: Actor) -> QuerySet[Thread]:
    """The threads in which something waits for `actor`, the most recently active first."""
    return shown_threads(_with_unread(actor)).order_by("-active_at", "-id")


def unread_total(actor: Actor) -> int:
    """How many messages `actor` has not read, in all groups."""
    if actor.person_id is None:
        return 0
    return _with_unread(actor).aggregate(total=Coalesce(Sum("unread"), 0))["total"] or 0


def unread_by_group(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The same for each of some groups, in one query; groups without anything unread are absent."""
    if actor.person_id is None:
        return {}
    rows = _with_unread(actor).filter(group__in=group_ids).order_by()
    return dict(rows.values_list("group").annotate(Sum("unread")))


def heard_by_organisation(group_id: UUID, since: datetime) -> list[Heard]:
    """How often each organisation has spoken since a moment in threads that the whole group reads.

    Restricted threads do not count: who speaks there is for their readers alone.
    """
    rows = Message.objects.filter(
        thread__group=group_id,
        thread__visibility=Visibility.GROUP,
        thread__active_at__gte=since,
        posted_at__gte=since,
        deleted_at=None,
        hidden_at=None,
        mandate__isnull=False,
    )
    by_organisation = rows.order_by().values_list("mandate__organisation")
    return [Heard(*row) for row in by_organisation.annotate(Count("pk"), Max("posted_at"))]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read a thread now: for whom they sit in the group, and what they have seen."""

    person: User
    mandate: Mandate | None
    ranges: Spans


def readers_of(thread: Thread) -> list[Reader]:
    """Everybody who may read a thread now, whether they have or not."""
    people = people_reading(thread)
    rows = ThreadReading.objects.filter(thread=thread, person__in=people)
    ranges = {row.person_id: row.own_ranges for row in rows}
    voices = sorted(voices_in(thread.group_id, people), key=lambda voice: voice[0].pk)
    return [Reader(person, mandate, ranges.get(person.pk, ())) for person, mandate in voices]


def people_reading(thread: Thread) -> set[UUID]:
    """Who may read a thread now, through its group where it is open to it, or by grants of its own. Nobody
    whose account is closed: what they hold opens nothing.
    """
    return _people(thread, READ, READ_GROUP)


def people_speaking(thread: Thread) -> set[UUID]:
    """The same of those who may speak in it."""
    return _people(thread, SPEAK, SPEAK_GROUP)


def _people(thread: Thread, codename: str, of_its_group: str) -> set[UUID]:
    own = live(ThreadUserPermission).filter(
        permission__codename=codename, content_object=thread.pk, user__is_active=True
    )
    found = set(own.values_list("user", flat=True))
    if thread.is_shared_with_group:
        of_group = live(InitiativeGroupUserPermission).filter(
            permission__codename=of_its_group, user__is_active=True
        )
        found |= set(of_group.filter(content_object=thread.group_id).values_list("user", flat=True))
    return found


# ---- messages ----------------------------------------------------------------------------------------------


ATTACHED = {name: name for name in ("file_id", "name", "media_type", "size", "width", "height", "alt")}


def messages() -> QuerySet[Message]:
    """Messages with everything that their presentation needs, in one query. Not narrowed to anybody."""
    supporters = Support.objects.filter(message=OuterRef("pk")).order_by("at", "id").values("person")
    given = Acknowledgement.objects.filter(must_read=OuterRef("pk")).order_by("at", "id").values("person")
    asked: dict[str, Any] = {"must_read": ("due_on", "marked_at"), "must_read__marked_by": PERSON}
    reactions = Reaction.objects.filter(message=OuterRef("pk")).order_by("at", "id")
    said = reactions.values(json=JSONObject(kind="kind", person="person_id"))
    attachments = MessageAttachment.objects.filter(message=OuterRef("pk")).order_by("position")
    asked |= {"quote": ("text", "version"), "quote__source": ("number", "version", "deleted_at", "hidden_at")}
    asked |= {"quote__source__author": PERSON, "hiding": ("fault", "state")}
    asked |= {"moved_to": ("number", "thread_id")}
    return with_voices(Message.objects.all(), **asked).annotate(
        supporters=ArraySubquery(supporters),
        acknowledged=ArraySubquery(given),
        reacted=ArraySubquery(said),
        attached=ArraySubquery(attachments.values(json=JSONObject(**ATTACHED))),
    )


def messages_as_they_are(ids: Collection[UUID]) -> list[Message]:
    """Some messages for frames, whose topics are guarded. Not narrowed to anybody."""
    return AS_THEY_ARE.all(ids=list(ids)) if ids else []


AS_THEY_ARE = Prepared(lambda: messages().filter(given_ids("pk", "ids")))


def draft_of(actor: Actor, thread: Thread) -> MessageDraft | None:
    """What somebody has begun to write in a thread that they see."""
    return MessageDraft.objects.filter(thread=thread, person=actor.person_id).first()


def naming(person_id: UUID, text: str = "body") -> Q:
    """The condition on rows whose `text` names a person (see `dialogue.mentions`)."""
    return Q(**{f"{text}__contains": f"](person:{person_id})"})


def messages_with(thread_id: UUID, person_id: UUID) -> list[Message]:
    """What somebody said in one thread, and what names or quotes them there, for frames, whose topics are
    guarded. Not narrowed to anybody.
    """
    theirs = Q(author=person_id) | naming(person_id)
    theirs |= Q(quote__source__author=person_id) | naming(person_id, "quote__source__body")
    earlier = MessageRevision.objects.filter(naming(person_id), message__thread=thread_id)
    theirs |= Q(quote__source__in=earlier.values("message")) | Q(must_read__marked_by=person_id)
    return list(messages().filter(theirs, thread=thread_id).order_by("number"))


# A frame has 64 KB, and the message itself may need most of it: what quotes it may have so many characters,
# each quote with those of who said it and where.
QUOTING_ROOM, AROUND_QUOTE = 10_000, 250


def shortly_quoted(ids: Collection[UUID]) -> set[UUID]:
    """Those of some messages of which all that quotes them fits into a frame."""
    quotes = MessageQuote.objects.filter(source__in=ids, message__deleted_at=None, message__hidden_at=None)
    lengths = quotes.values("source").annotate(length=Sum(Length("text") + AROUND_QUOTE))
    return set(ids).difference(lengths.filter(length__gt=QUOTING_ROOM).values_list("source", flat=True))


def quoting(ids: Collection[UUID]) -> list[Message]:
    """What quotes some messages, and is read itself, for frames. Not narrowed to anybody."""
    rows = messages().filter(quote__source__in=ids, deleted_at=None, hidden_at=None)
    return list(rows.order_by("number"))


def numbers_of(ids: Collection[UUID]) -> dict[UUID, int]:
    """The numbers of some messages in their threads."""
    return dict(Message.objects.filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def messages_of(thread: Thread, first: int, last: int) -> list[Message]:
    """The messages of a thread from number `first` to number `last`, both included."""
    return PAGE.all(thread_id=thread.pk, first=first, last=last)


PAGE = Prepared(
    lambda: (
        messages()
        .filter(
            thread=Given("thread_id", UUIDField()),
            number__gte=Given("first", IntegerField()),
            number__lte=Given("last", IntegerField()),
        )
        .order_by("number")
    )
)


def get_message_for(actor: Actor, message_id: UUID) -> tuple[Message, Thread]:
    """One message of a thread that `actor` sees, with that thread. Raises SignedOut or NotFound."""
    if actor.is_anonymous:
        raise SignedOut
    message = messages().filter(pk=message_id).first()
    if message is None:
        raise NotFound
    return message, get_thread_for(actor, message.thread_id)


def revisions_of(message: Message) -> QuerySet[MessageRevision]:
    """What a message said before; nothing of one that is hidden."""
    if message.is_hidden:
        return MessageRevision.objects.none()
    return MessageRevision.objects.filter(message=message)


def messages_for(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Some messages, of threads that `actor` sees, each with its thread."""
    return Message.objects.filter(pk__in=ids, thread__in=ThreadPolicy().listed_for(actor)).select_related(
        "thread"
    )


def ids_of_numbered(places: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], UUID]:
    """The messages that have or had these numbers in these threads, in one query. Not narrowed to anybody."""
    named = reduce(or_, (Q(thread=thread_id, number=number) for thread_id, number in places))
    rows = Message.objects.filter(named).values_list("thread_id", "number", Coalesce("moved_to", "pk"))
    return {(thread_id, number): pk for thread_id, number, pk in rows}


def message_to_tell(message_id: UUID) -> Message:
    """A message of which people are told, with its thread and what it answers. Not narrowed to anybody."""
    return Message.objects.select_related("thread", "parent").get(pk=message_id)


def messages_to_tell(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Those of some messages that `actor` may be told of, with who wrote them and where."""
    return messages_for(actor, ids).filter(deleted_at=None, hidden_at=None).select_related("author")


def wordings_of(message: Message) -> dict[int, str]:
    """What a message said in its earlier versions."""
    return dict(MessageRevision.objects.filter(message=message).values_list("version", "body"))


def attention_to(thread: Thread) -> dict[UUID, str]:
    """What those want to be told of who chose it."""
    return dict(ThreadAttention.objects.filter(thread=thread).values_list("person", "level"))


def supporters_of(message: Message) -> list[UUID]:
    """Who supports a message, in the order in which they joined; nobody yet for a new one."""
    if message.is_new:
        return []
    return list(Support.objects.filter(message=message).order_by("at", "id").values_list("person", flat=True))
