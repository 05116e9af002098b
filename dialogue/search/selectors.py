"""Selectors of the search: rows to index, rows to show, and the conditions on documents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value

from dialogue.decisions.models import Decision
from dialogue.decisions.policies import DecisionPolicy
from dialogue.meetings.models import AgendaItem, Meeting
from dialogue.meetings.policies import GroupMeetingsPolicy, MeetingPolicy
from dialogue.messages.models import Message, MessageAttachment
from dialogue.messages.selectors import mentions_person_q, messages_for
from dialogue.minutes.models import Minutes, MinutesLine
from dialogue.minutes.policies import MinutesPolicy
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


def readable_decision_q(actor: Actor) -> Q:
    """Return the condition on documents whose `place` is a decision that `actor` may read."""
    return Q(RowwiseExists(DecisionPolicy().visible_to(actor).filter(pk=OuterRef("place"))))


def list_decision_ids_unscoped(thread_id: UUID) -> list[UUID]:
    """Return the ids of the decisions of a thread, narrowed to no actor."""
    return list(Decision.objects.filter(thread=thread_id).values_list("pk", flat=True))


def in_readable_group_q(actor: Actor) -> Q:
    """Return the condition on documents whose `place` is a group that `actor` may read."""
    return Q(RowwiseExists(GroupMeetingsPolicy().visible_to(actor).filter(pk=OuterRef("place"))))


def load_meeting_texts(rows: Collection[Meeting]) -> dict[UUID, list[str]]:
    """Return titles and notes of the items of meetings, by meeting.

    Those of threads are left out: a thread is found itself, and may be restricted at any time.
    """
    items = AgendaItem.objects.filter(meeting__in=[row.pk for row in rows], thread=None)
    found: dict[UUID, list[str]] = {row.pk: [] for row in rows}
    for item in items.prefetch_related("notes").order_by("position", "id"):
        found[item.meeting_id] += [item.title, *(note.text for note in item.notes.all())]
    return found


def list_found_meetings(actor: Actor, ids: Collection[UUID]) -> QuerySet[Meeting]:
    """Return the meetings among `ids` that `actor` may read, with their groups."""
    return MeetingPolicy().visible_to(actor).filter(pk__in=ids)


def load_minutes_texts(rows: Collection[Minutes]) -> dict[UUID, list[str]]:
    """Return the lines of minutes, by minutes; those of items of threads are left out as of meetings."""
    lines = MinutesLine.objects.filter(minutes__in=[row.pk for row in rows], item__thread=None)
    found: dict[UUID, list[str]] = {row.pk: [] for row in rows}
    for line in lines.order_by("position"):
        found[line.minutes_id] += [line.text_uk, line.text_en]
    return found


def list_found_minutes(actor: Actor, ids: Collection[UUID]) -> QuerySet[Minutes]:
    """Return the minutes among `ids` that `actor` may read, with group and meeting."""
    return MinutesPolicy().visible_to(actor).filter(pk__in=ids)


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
