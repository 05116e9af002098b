"""Selectors of the search: rows to index, rows to show, and the conditions on documents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value

from dialogue.messages.models import Message, MessageAttachment
from dialogue.messages.selectors import mentions_person_q, messages_for
from dialogue.threads.access import READ
from dialogue.threads.listing import threads_for
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.policies import ThreadPolicy, list_visible_threads
from dialogue.threads.visibility import READ_SCOPE
from groups.models import InitiativeGroupUserPermission
from groups.policies import MATCH_NONE, READ as READ_GROUP, list_readable_ids
from viche.kernel.actor import Actor
from viche.kernel.keyset_lists import RowwiseExists

VISIBLE: dict[str, None] = {"deleted_at": None, "hidden_at": None}
MESSAGE_VISIBLE = {f"message__{name}": None for name in VISIBLE}


def in_readable_place_q(actor: Actor) -> Q:
    """Return the condition on documents whose `place` is a thread that `actor` may read."""
    if not actor.has_scope(READ_SCOPE):
        return MATCH_NONE
    return Q(RowwiseExists(list_visible_threads(actor).filter(pk=OuterRef("place"))))


def current_messages_q() -> Q:
    """Return the condition on documents of visible messages in their current `version`."""
    return Q(Exists(Message.objects.filter(pk=OuterRef("pk"), version=OuterRef("version"), **VISIBLE)))


def current_threads_q() -> Q:
    """Return the condition on documents of threads from which no word was removed since."""
    return Q(Exists(Thread.objects.filter(pk=OuterRef("pk"), wording=OuterRef("version"))))


def list_readable_places(actor: Actor) -> Collection[UUID] | None:
    """Return the ids of the groups and single threads that `actor` may read, or None for too many."""
    tables = (InitiativeGroupUserPermission, READ_GROUP), (ThreadUserPermission, READ)
    return list_readable_ids(actor, *tables) if actor.has_scope(READ_SCOPE) else ()


def list_messages_naming_unscoped(thread_id: UUID, person_id: UUID) -> list[UUID]:
    """Return the ids of a person's messages in a thread, and of those that mention them."""
    theirs = Message.objects.filter(Q(author=person_id) | mentions_person_q(person_id), thread=thread_id)
    return list(theirs.values_list("pk", flat=True))


def list_all_attachments_unscoped() -> QuerySet[MessageAttachment]:
    """Return the attachments of visible messages; they never change."""
    return MessageAttachment.objects.filter(**MESSAGE_VISIBLE).annotate(
        version=Value(1, output_field=IntegerField())
    )


def current_attachments_q() -> Q:
    """Return the condition on documents of files that are attached to a visible message."""
    return Q(Exists(MessageAttachment.objects.filter(pk=OuterRef("pk"), **MESSAGE_VISIBLE)))


def list_recent_messages_unscoped(thread_id: UUID, since: datetime) -> list[UUID]:
    """Return the ids of messages posted or edited in a thread since a moment, narrowed to no actor."""
    late = Q(posted_at__gte=since) | Q(edited_at__gte=since)
    return list(Message.objects.filter(late, thread=thread_id).values_list("pk", flat=True))


def list_attachment_ids_unscoped(*message_ids: UUID) -> list[UUID]:
    return list(MessageAttachment.objects.filter(message__in=message_ids).values_list("pk", flat=True))


def list_found_attachments(actor: Actor, ids: Collection[UUID]) -> QuerySet[MessageAttachment]:
    """Return the attachments whose messages `actor` may read, with author and thread."""
    threads = ThreadPolicy().listed_for(actor)
    rows = MessageAttachment.objects.filter(pk__in=ids, message__thread__in=threads, **MESSAGE_VISIBLE)
    return rows.select_related("message__author", "message__thread__group")


def list_found_messages(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Return the messages that `actor` may read, with author and thread."""
    rows = messages_for(actor, ids).filter(**VISIBLE)
    return rows.select_related("author", "mandate__organisation", "thread__group")


def list_found_threads(actor: Actor, ids: Collection[UUID]) -> QuerySet[Thread]:
    """Return the threads that `actor` may read, with their groups."""
    return threads_for(actor).filter(pk__in=ids)
