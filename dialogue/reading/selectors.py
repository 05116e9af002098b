"""Selectors of the read state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet, Sum, UUIDField
from django.db.models.functions import Coalesce

from dialogue.common.number_ranges import Spans
from dialogue.reading.models import Attention, ThreadAttention, ThreadReading
from dialogue.reading.read_state import ReadState, build_read_state
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import list_reader_ids, prefetch_thread_references
from groups.models import Mandate
from groups.selectors import load_people_with_mandates
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.prepared_queries import PreparedQuery, QueryParam


def get_read_state(actor: Actor, thread: Thread) -> ReadState:
    """Return what `actor` has read of a thread."""
    row = READING_QUERY.first(person_id=actor.person_id, thread_id=thread.pk)
    return (
        build_read_state(thread, row.ranges, row.seen) if row is not None else build_read_state(thread, (), 0)
    )


READING_QUERY = PreparedQuery(
    lambda: ThreadReading.objects.filter(
        person=QueryParam("person_id", UUIDField()), thread=QueryParam("thread_id", UUIDField())
    )
)


def _list_threads_with_unread(actor: Actor) -> QuerySet[Thread]:
    """List visible, unmuted threads with unread messages, annotated with their number as `unread`."""
    mine = FilteredRelation("readings", condition=Q(readings__person=actor.person_id))
    unread = F("message_count") - Coalesce(F("mine__seen"), 0)
    muted = ThreadAttention.objects.filter(person=actor.person_id, level=Attention.MUTED)
    heard = ~Q(pk__in=muted.values("thread"))
    seen = ThreadPolicy().listed_for(actor).filter(heard, merged_into=None)
    return seen.annotate(mine=mine).annotate(unread=unread).filter(unread__gt=0)


def list_unread_threads(actor: Actor) -> QuerySet[Thread]:
    """List the threads with messages that `actor` has not read, the most recently active first."""
    return prefetch_thread_references(_list_threads_with_unread(actor)).order_by("-active_at", "-id")


def count_unread_messages(actor: Actor) -> int:
    """Return how many messages `actor` has not read, in all groups."""
    if actor.person_id is None:
        return 0
    return _list_threads_with_unread(actor).aggregate(total=Coalesce(Sum("unread"), 0))["total"] or 0


def count_unread_by_group(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the number of unread messages per group, in one query; groups without any are absent."""
    if actor.person_id is None:
        return {}
    rows = _list_threads_with_unread(actor).filter(group__in=group_ids).order_by()
    return dict(rows.values_list("group").annotate(Sum("unread")))


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who may read a thread now, the mandate of their seat, and what they have read."""

    person: User
    mandate: Mandate | None
    ranges: Spans


def list_readers_of(thread: Thread) -> list[Reader]:
    """List all people who may read a thread now, whether they have read it or not."""
    people = list_reader_ids(thread)
    rows = ThreadReading.objects.filter(thread=thread, person__in=people)
    ranges = {row.person_id: row.own_ranges for row in rows}
    voices = sorted(load_people_with_mandates(thread.group_id, people), key=lambda voice: voice[0].pk)
    return [Reader(person, mandate, ranges.get(person.pk, ())) for person, mandate in voices]


def get_notification_levels_of(thread: Thread) -> dict[UUID, str]:
    """Return the notification level of each person who chose one in a thread."""
    return dict(ThreadAttention.objects.filter(thread=thread).values_list("person", "level"))
