"""Selectors of reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet, Sum, UUIDField
from django.db.models.functions import Coalesce

from dialogue.common.number_ranges import Spans
from dialogue.reading.models import Attention, ThreadAttention, ThreadReading
from dialogue.reading.read_state import Reading, reading
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import people_reading, shown_threads
from groups.models import Mandate
from groups.selectors import voices_in
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.prepared import Given, Prepared

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


def attention_to(thread: Thread) -> dict[UUID, str]:
    """What those want to be told of who chose it."""
    return dict(ThreadAttention.objects.filter(thread=thread).values_list("person", "level"))
