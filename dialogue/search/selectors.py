"""Rows of dialogue that are found by their words, and the conditions on who sees them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value

from dialogue.messages.models import Message, MessageAttachment
from dialogue.messages.selectors import messages_for, naming
from dialogue.threads.access import READ
from dialogue.threads.listing import threads_for
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.policies import READ_SCOPE, ThreadPolicy, threads_seen_by
from groups.models import InitiativeGroupUserPermission
from groups.policies import NOBODY, READ as READ_GROUP, places_read
from viche.kernel.actor import Actor
from viche.kernel.lists import Probe

SAID: dict[str, None] = {"deleted_at": None, "hidden_at": None}
OF_SAID = {f"message__{name}": None for name in SAID}


def of_threads_seen_by(actor: Actor) -> Q:
    """The condition on rows whose `place` is a thread that `actor` sees."""
    if not actor.has_scope(READ_SCOPE):
        return NOBODY
    return Q(Probe(threads_seen_by(actor).filter(pk=OuterRef("place"))))


def as_messages_say_now() -> Q:
    """The condition on rows under the ids of messages, in the `version` in which these are: none of what was
    said before, taken back or hidden.
    """
    return Q(Exists(Message.objects.filter(pk=OuterRef("pk"), version=OuterRef("version"), **SAID)))


def as_threads_read_now() -> Q:
    """The condition on rows under the ids of threads from which no word went since."""
    return Q(Exists(Thread.objects.filter(pk=OuterRef("pk"), wording=OuterRef("version"))))


def places(actor: Actor) -> Collection[UUID] | None:
    """The ids of the groups and single threads that `actor` reads; None for too many."""
    tables = (InitiativeGroupUserPermission, READ_GROUP), (ThreadUserPermission, READ)
    return places_read(actor, *tables) if actor.has_scope(READ_SCOPE) else ()


def every_message() -> QuerySet[Message]:
    return Message.objects.all()


def every_thread() -> QuerySet[Thread]:
    return Thread.objects.all()


def messages_to_index(ids: Collection[UUID]) -> QuerySet[Message]:
    """Some messages, stones among them, with their threads and voices. Not narrowed to anybody."""
    return Message.objects.filter(pk__in=ids).select_related("thread", "mandate")


def threads_to_index(ids: Collection[UUID]) -> QuerySet[Thread]:
    """Not narrowed to anybody."""
    return Thread.objects.filter(pk__in=ids)


def messages_with_name_in(thread_id: UUID, person_id: UUID) -> list[UUID]:
    """What somebody said in a thread, or that names them there."""
    theirs = Message.objects.filter(Q(author=person_id) | naming(person_id), thread=thread_id)
    return list(theirs.values_list("pk", flat=True))


def every_attachment() -> QuerySet[MessageAttachment]:
    """What messages bring, but for hidden ones. It is never changed, and gone when they are taken back."""
    return MessageAttachment.objects.filter(**OF_SAID).annotate(version=Value(1, output_field=IntegerField()))


def as_messages_bring_now() -> Q:
    """The condition on rows under the ids of files that a message brings."""
    return Q(Exists(MessageAttachment.objects.filter(pk=OuterRef("pk"), **OF_SAID)))


def attachments_to_index(ids: Collection[UUID]) -> QuerySet[MessageAttachment]:
    """Not narrowed to anybody."""
    rows = MessageAttachment.objects.filter(pk__in=ids, **OF_SAID)
    return rows.select_related("message__thread", "message__mandate")


def said_lately(thread_id: UUID, since: datetime) -> list[UUID]:
    """What was said in a thread or put in other words since a moment. Not narrowed to anybody."""
    late = Q(posted_at__gte=since) | Q(edited_at__gte=since)
    return list(Message.objects.filter(late, thread=thread_id).values_list("pk", flat=True))


def attached_to(*message_ids: UUID) -> list[UUID]:
    return list(MessageAttachment.objects.filter(message__in=message_ids).values_list("pk", flat=True))


def attachments_found(actor: Actor, ids: Collection[UUID]) -> QuerySet[MessageAttachment]:
    """Those of some files that come with messages that `actor` sees, with who brought them and where."""
    threads = ThreadPolicy().listed_for(actor)
    rows = MessageAttachment.objects.filter(pk__in=ids, message__thread__in=threads, **OF_SAID)
    return rows.select_related("message__author", "message__thread__group")


def messages_found(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Those of some messages that `actor` sees, with who said them and where."""
    rows = messages_for(actor, ids).filter(**SAID)
    return rows.select_related("author", "mandate__organisation", "thread__group")


def threads_found(actor: Actor, ids: Collection[UUID]) -> QuerySet[Thread]:
    """Those of some threads that `actor` sees, with their groups."""
    return threads_for(actor).filter(pk__in=ids)
