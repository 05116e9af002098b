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
from groups.common.hooks import ParticipationCount
from groups.selectors import prefetch_principals
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.keyset_lists import ids_param_q, select_related_columns
from viche.kernel.prepared_queries import PreparedQuery, QueryParam


def list_last_messages(thread_ids: Collection[UUID]) -> list[Message]:
    """Return the last message of each thread, with the thread columns for lists and frames."""
    found = LAST_MESSAGES.all(ids=list(thread_ids)) if thread_ids else []
    prefetch_principals((one.author_id, one.mandate) for one in found)
    return found


def select_authors(rows: QuerySet[Message], **more: Sequence[str]) -> QuerySet[Message]:
    """Load the author, the mandate and the organisation of each message."""
    return select_related_columns(
        rows, author=PERSON, mandate=MANDATE, mandate__organisation=ORGANISATION, **more
    )


LAST_MESSAGES = PreparedQuery(
    lambda: select_authors(
        Message.objects.filter(ids_param_q("thread", "ids"), number=F("thread__message_count")),
        thread=("message_count", "active_at", "state", "visibility", "group_id"),
    )
)


def list_numbers_unscoped(ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Return the numbers of some messages by thread and id, narrowed to no actor."""
    rows = Message.objects.filter(pk__in=ids).values_list("thread", "pk", "number") if ids else ()
    return {(thread_id, pk): number for thread_id, pk, number in rows}


def count_messages_by_organisation(group_id: UUID, since: datetime) -> list[ParticipationCount]:
    """Count the messages of each organisation since a moment in threads that the whole group reads.

    Restricted threads do not count: only their readers may know who speaks there.
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
    return [ParticipationCount(*row) for row in by_organisation.annotate(Count("pk"), Max("posted_at"))]


ATTACHMENT_FIELDS = {
    name: name for name in ("file_id", "name", "media_type", "size", "width", "height", "alt")
}


def messages_unscoped() -> QuerySet[Message]:
    """Return messages with all that their presenter needs, in one query, for no actor."""
    supporters = Support.objects.filter(message=OuterRef("pk")).order_by("at", "id").values("person")
    asked: dict[str, Any] = {"must_read": ("due_on", "marked_at"), "must_read__marked_by": PERSON}
    reactions = Reaction.objects.filter(message=OuterRef("pk")).order_by("at", "id")
    said = reactions.values(json=JSONObject(kind="kind", person="person_id"))
    attachments = MessageAttachment.objects.filter(message=OuterRef("pk")).order_by("position")
    asked |= {"quote": ("text", "version"), "quote__source": ("number", "version", "deleted_at", "hidden_at")}
    asked |= {"quote__source__author": PERSON, "hiding": ("fault", "state")}
    asked |= {"moved_to": ("number", "thread_id")}
    return select_authors(Message.objects.all(), **asked).annotate(
        supporters=ArraySubquery(supporters),
        reacted=ArraySubquery(said),
        attached=ArraySubquery(attachments.values(json=JSONObject(**ATTACHMENT_FIELDS))),
    )


def filter_acknowledged(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Return which of some messages `actor` has acknowledged; no query for none."""
    if not ids:
        return set()
    rows = Acknowledgement.objects.filter(must_read__in=ids, person=actor.person_id)
    return set(rows.values_list("must_read", flat=True))


def list_messages_unscoped(ids: Collection[UUID]) -> list[Message]:
    """Return some messages for frames, narrowed to no actor: the topics of frames are protected."""
    return MESSAGES_BY_IDS.all(ids=list(ids)) if ids else []


MESSAGES_BY_IDS = PreparedQuery(lambda: messages_unscoped().filter(ids_param_q("pk", "ids")))


def mentions_person_q(person_id: UUID, text: str = "body") -> Q:
    """Return the condition on rows whose `text` mentions a person."""
    return Q(**{f"{text}__contains": f"](person:{person_id})"})


def list_messages_involving_unscoped(thread_id: UUID, person_id: UUID) -> list[Message]:
    """Return the messages of a thread that a person wrote or that mention or quote them.

    For frames, narrowed to no actor: their topics are protected.
    """
    theirs = Q(author=person_id) | mentions_person_q(person_id)
    theirs |= Q(quote__source__author=person_id) | mentions_person_q(person_id, "quote__source__body")
    earlier = MessageRevision.objects.filter(mentions_person_q(person_id), message__thread=thread_id)
    theirs |= Q(quote__source__in=earlier.values("message")) | Q(must_read__marked_by=person_id)
    return list(messages_unscoped().filter(theirs, thread=thread_id).order_by("number"))


# A frame is limited to 64 KB, and the message itself may need most of it. This limits the characters of its
# quotes, each with an overhead for author and position.
MAX_QUOTING_LENGTH, QUOTE_OVERHEAD = 10_000, 250


def filter_shortly_quoted(ids: Collection[UUID]) -> set[UUID]:
    """Return the ids of the messages whose quotes fit into one frame."""
    quotes = MessageQuote.objects.filter(source__in=ids, message__deleted_at=None, message__hidden_at=None)
    lengths = quotes.values("source").annotate(length=Sum(Length("text") + QUOTE_OVERHEAD))
    return set(ids).difference(lengths.filter(length__gt=MAX_QUOTING_LENGTH).values_list("source", flat=True))


def list_quoting_unscoped(ids: Collection[UUID]) -> list[Message]:
    """Return the visible messages that quote some messages, for frames, narrowed to no actor."""
    rows = messages_unscoped().filter(quote__source__in=ids, deleted_at=None, hidden_at=None)
    return list(rows.order_by("number"))


def numbers_of(ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the numbers of some messages in their threads."""
    return dict(Message.objects.filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def messages_of(thread: Thread, first: int, last: int) -> list[Message]:
    """Return the messages of a thread from number `first` to number `last`, both included."""
    return MESSAGES_PAGE.all(thread_id=thread.pk, first=first, last=last)


MESSAGES_PAGE = PreparedQuery(
    lambda: (
        messages_unscoped()
        .filter(
            thread=QueryParam("thread_id", UUIDField()),
            number__gte=QueryParam("first", IntegerField()),
            number__lte=QueryParam("last", IntegerField()),
        )
        .order_by("number")
    )
)


def get_message_for(actor: Actor, message_id: UUID) -> tuple[Message, Thread]:
    """Return a message of a thread that `actor` may read, with that thread.

    Raises SignedOut or NotFound.
    """
    if actor.is_anonymous:
        raise SignedOut
    message = messages_unscoped().filter(pk=message_id).first()
    if message is None:
        raise NotFound
    return message, get_thread_for(actor, message.thread_id)


def get_message_with_thread_for(actor: Actor, message_id: UUID) -> Message:
    """Return a message with its thread, which `actor` may read. Raises SignedOut or NotFound."""
    message, thread = get_message_for(actor, message_id)
    message.thread = thread
    return message


def revisions_of(message: Message) -> QuerySet[MessageRevision]:
    """Return the earlier versions of a message; none of a hidden one."""
    if message.is_hidden:
        return MessageRevision.objects.none()
    return MessageRevision.objects.filter(message=message)


def messages_for(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Return the messages whose threads `actor` may read, each with its thread."""
    return Message.objects.filter(pk__in=ids, thread__in=ThreadPolicy().listed_for(actor)).select_related(
        "thread"
    )


def find_ids_by_number_unscoped(places: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], UUID]:
    """Return the messages that have or had these numbers in these threads, narrowed to no actor.

    One query; a tombstone resolves to the message that was moved.
    """
    named = reduce(or_, (Q(thread=thread_id, number=number) for thread_id, number in places))
    rows = Message.objects.filter(named).values_list("thread_id", "number", Coalesce("moved_to", "pk"))
    return {(thread_id, number): pk for thread_id, number, pk in rows}


def get_notifiable_message_unscoped(message_id: UUID) -> Message:
    """Return a message with its thread and parent, to determine recipients; narrowed to no actor."""
    return Message.objects.select_related("thread", "parent").get(pk=message_id)


def list_notifiable_messages(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Return the messages that `actor` may be notified of, with author and thread."""
    return messages_for(actor, ids).filter(deleted_at=None, hidden_at=None).select_related("author")


def find_first_messages_unscoped(thread_ids: Collection[UUID]) -> dict[UUID, Message]:
    """Return the first message of each thread, unless it is withdrawn or hidden, narrowed to no actor."""
    if not thread_ids:
        return {}
    rows = Message.objects.filter(thread__in=thread_ids, number=1, deleted_at=None, hidden_at=None)
    return {one.thread_id: one for one in rows}


def wordings_of(message: Message) -> dict[int, str]:
    """Return the earlier versions of a message, by number."""
    return dict(MessageRevision.objects.filter(message=message).values_list("version", "body"))


def supporters_of(message: Message) -> list[UUID]:
    """Return ids of supporters of a message, in the order in which they joined (no query when new)."""
    if message.is_new:
        return []
    return list(Support.objects.filter(message=message).order_by("at", "id").values_list("person", flat=True))
