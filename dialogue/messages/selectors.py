"""Selectors of messages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Sum, UUIDField
from django.db.models.functions import Coalesce, JSONObject, Length

from dialogue.acknowledgements.models import Acknowledgement
from dialogue.messages.models import Message, MessageAttachment, MessageQuote, MessageRevision, Support
from dialogue.reactions.models import Reaction
from dialogue.threads.models import Thread, Visibility
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import get_thread_for
from groups.common.columns import MANDATE, ORGANISATION, PERSON
from groups.common.hooks import Heard
from groups.selectors import bring_holders
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.lists import given_ids, referring
from viche.kernel.prepared import Given, Prepared


def last_messages(thread_ids: Collection[UUID]) -> list[Message]:
    """The last message of each thread, with what lists and light frames say of the thread itself."""
    found = LAST.all(ids=list(thread_ids)) if thread_ids else []
    bring_holders((one.author_id, one.mandate) for one in found)
    return found


def with_voices(rows: QuerySet[Message], **more: Sequence[str]) -> QuerySet[Message]:
    """Messages with who speaks and for whom."""
    return referring(rows, author=PERSON, mandate=MANDATE, mandate__organisation=ORGANISATION, **more)


LAST = Prepared(
    lambda: with_voices(
        Message.objects.filter(given_ids("thread", "ids"), number=F("thread__message_count")),
        thread=("message_count", "active_at", "state", "visibility", "group_id"),
    )
)


def numbers_in_place(ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """The numbers of some messages, by their thread and id. Not narrowed to anybody."""
    rows = Message.objects.filter(pk__in=ids).values_list("thread", "pk", "number") if ids else ()
    return {(thread_id, pk): number for thread_id, pk, number in rows}


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


# ---- messages ----------------------------------------------------------------------------------------------


ATTACHED = {name: name for name in ("file_id", "name", "media_type", "size", "width", "height", "alt")}


def messages() -> QuerySet[Message]:
    """Messages with everything that their presentation needs, in one query. Not narrowed to anybody."""
    supporters = Support.objects.filter(message=OuterRef("pk")).order_by("at", "id").values("person")
    asked: dict[str, Any] = {"must_read": ("due_on", "marked_at"), "must_read__marked_by": PERSON}
    reactions = Reaction.objects.filter(message=OuterRef("pk")).order_by("at", "id")
    said = reactions.values(json=JSONObject(kind="kind", person="person_id"))
    attachments = MessageAttachment.objects.filter(message=OuterRef("pk")).order_by("position")
    asked |= {"quote": ("text", "version"), "quote__source": ("number", "version", "deleted_at", "hidden_at")}
    asked |= {"quote__source__author": PERSON, "hiding": ("fault", "state")}
    asked |= {"moved_to": ("number", "thread_id")}
    return with_voices(Message.objects.all(), **asked).annotate(
        supporters=ArraySubquery(supporters),
        reacted=ArraySubquery(said),
        attached=ArraySubquery(attachments.values(json=JSONObject(**ATTACHED))),
    )


def filter_acknowledged(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Return which of some messages `actor` has acknowledged; no query for none."""
    if not ids:
        return set()
    rows = Acknowledgement.objects.filter(must_read__in=ids, person=actor.person_id)
    return set(rows.values_list("must_read", flat=True))


def messages_as_they_are(ids: Collection[UUID]) -> list[Message]:
    """Some messages for frames, whose topics are guarded. Not narrowed to anybody."""
    return AS_THEY_ARE.all(ids=list(ids)) if ids else []


AS_THEY_ARE = Prepared(lambda: messages().filter(given_ids("pk", "ids")))


def naming(person_id: UUID, text: str = "body") -> Q:
    """The condition on rows whose `text` names a person (see `dialogue.messages.mentions`)."""
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


def supporters_of(message: Message) -> list[UUID]:
    """Who supports a message, in the order in which they joined; nobody yet for a new one."""
    if message.is_new:
        return []
    return list(Support.objects.filter(message=message).order_by("at", "id").values_list("person", flat=True))
