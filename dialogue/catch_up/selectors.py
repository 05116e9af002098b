"""Catch-up: messages and activity in threads since the reader's last read message.

By rule, in counts and references only. Authors are in alphabetical order, without a ranking. The number of
queries is constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Func, IntegerField, OuterRef, QuerySet, Subquery

from dialogue.acknowledgements.selectors import list_pending_acknowledgements
from dialogue.catch_up.activity import MAX_ENTRIES, ActivityEntry, list_activity_since
from dialogue.messages.models import Message
from dialogue.reading.models import ThreadReading
from dialogue.reading.selectors import get_read_state
from dialogue.threads.listing import threads_for
from dialogue.threads.models import Thread, ThreadState
from groups.common.collation import build_sort_key
from groups.models import InitiativeGroup, Organisation
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Speaker:
    """An author, the organisation of their mandate, and how many of their messages are unread."""

    person: User
    organisation: Organisation | None
    messages: int


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What the reader has missed. `since` is the time of the last message they have read, or None.

    `more_speakers` is the number of authors beyond the first `MAX_ENTRIES`.
    """

    since: datetime | None
    messages: int
    speakers: Sequence[Speaker]
    more_speakers: int
    must_reads: Sequence[Message]
    happenings: Sequence[ActivityEntry]


def build_thread_catch_up(actor: Actor, thread: Thread, first: int | None = None) -> CatchUp:
    """Return the catch-up of a thread for `actor`, from the first unread message or from number `first`."""
    start = first or get_read_state(actor, thread).first_unread or thread.message_count + 1
    seen = Message.objects.filter(thread=thread, number=start - 1).values_list("posted_at", flat=True).first()
    fresh = Message.objects.filter(thread=thread, number__gte=start)
    return _build_catch_up(actor, Thread.objects.filter(pk=thread.pk), fresh, seen, seen or thread.created_at)


def build_group_catch_up(actor: Actor, group: InitiativeGroup) -> CatchUp:
    """Return the catch-up of a group for `actor`, since the newest message there that they have read."""
    threads = threads_for(actor).filter(group=group).exclude(state=ThreadState.DRAFT)
    last = Message.objects.filter(thread=OuterRef("thread"), number=OuterRef("end") - 1).values("posted_at")
    readings = ThreadReading.objects.filter(person=actor.person_id, thread__group=group)
    ends = readings.annotate(end=Func(F("ranges"), function="upper", output_field=IntegerField()))
    moments = ends.annotate(at=Subquery(last)).filter(at__isnull=False).order_by("-at")
    seen = moments.values_list("at", flat=True).first()
    since = seen or now()
    fresh = Message.objects.filter(thread__in=threads.filter(active_at__gt=since), posted_at__gt=since)
    return _build_catch_up(actor, threads, fresh, seen, since)


def _build_catch_up(
    actor: Actor, threads: QuerySet[Thread], fresh: QuerySet[Message], seen: datetime | None, since: datetime
) -> CatchUp:
    said = fresh.filter(deleted_at=None, hidden_at=None).exclude(author=actor.person_id)
    spoken = _count_by_author(said)
    return CatchUp(
        since=seen,
        messages=sum(row["messages"] for row in spoken),
        speakers=_load_speakers(spoken[:MAX_ENTRIES]),
        more_speakers=len(spoken[MAX_ENTRIES:]),
        must_reads=list(list_pending_acknowledgements(actor).filter(pk__in=said.values("pk"))[:MAX_ENTRIES]),
        happenings=list_activity_since(threads, since),
    )


def _count_by_author(said: QuerySet[Message]) -> list[dict[str, Any]]:
    spoken: Any = said.values("author", "mandate__organisation").annotate(messages=Count("pk"))
    return list(spoken.order_by(build_sort_key("author__name_uk"), "author"))


def _load_speakers(rows: Sequence[dict[str, Any]]) -> list[Speaker]:
    people = User.objects.in_bulk({row["author"] for row in rows})
    known = Organisation.objects.in_bulk({row["mandate__organisation"] for row in rows} - {None})
    return [
        Speaker(people[row["author"]], known.get(row["mandate__organisation"]), row["messages"])
        for row in rows
    ]
