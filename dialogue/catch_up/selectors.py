"""What was said and what became of threads since what somebody has read: by rule, in figures and references.

Who spoke stands in the order of the alphabet: nobody is ranked. For however many threads and messages it is
as many questions as for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Func, IntegerField, OuterRef, QuerySet, Subquery

from dialogue.acknowledgements.selectors import waiting_for
from dialogue.catch_up.activity import MOST, Happening, happenings_in
from dialogue.messages.models import Message
from dialogue.reading.models import ThreadReading
from dialogue.reading.selectors import reading_of
from dialogue.threads.listing import threads_for
from dialogue.threads.models import Thread, ThreadState
from groups.common.collation import key_of
from groups.models import InitiativeGroup, Organisation
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody, and for whom they sit at the table, with how many messages that the reader has not seen."""

    person: User
    organisation: Organisation | None
    messages: int


@dataclass(frozen=True, slots=True)
class Missed:
    """`since` is the latest moment of which the reader has seen a message; None: they have seen none.
    `more_speakers` are those beyond the first `MOST`.
    """

    since: datetime | None
    messages: int
    speakers: Sequence[Speaker]
    more_speakers: int
    must_reads: Sequence[Message]
    happenings: Sequence[Happening]


def missed_in_thread(actor: Actor, thread: Thread, first: int | None = None) -> Missed:
    """From the first message on that `actor` has not seen, or from the one of this number."""
    start = first or reading_of(actor, thread).first_unread or thread.message_count + 1
    seen = Message.objects.filter(thread=thread, number=start - 1).values_list("posted_at", flat=True).first()
    fresh = Message.objects.filter(thread=thread, number__gte=start)
    return _missed(actor, Thread.objects.filter(pk=thread.pk), fresh, seen, seen or thread.created_at)


def missed_in_group(actor: Actor, group: InitiativeGroup) -> Missed:
    """Since the latest message there that `actor` has seen, in all threads that they see."""
    threads = threads_for(actor).filter(group=group).exclude(state=ThreadState.DRAFT)
    last = Message.objects.filter(thread=OuterRef("thread"), number=OuterRef("end") - 1).values("posted_at")
    readings = ThreadReading.objects.filter(person=actor.person_id, thread__group=group)
    ends = readings.annotate(end=Func(F("ranges"), function="upper", output_field=IntegerField()))
    moments = ends.annotate(at=Subquery(last)).filter(at__isnull=False).order_by("-at")
    seen = moments.values_list("at", flat=True).first()
    since = seen or now()
    fresh = Message.objects.filter(thread__in=threads.filter(active_at__gt=since), posted_at__gt=since)
    return _missed(actor, threads, fresh, seen, since)


def _missed(
    actor: Actor, threads: QuerySet[Thread], fresh: QuerySet[Message], seen: datetime | None, since: datetime
) -> Missed:
    said = fresh.filter(deleted_at=None, hidden_at=None).exclude(author=actor.person_id)
    spoken = _spoken(said)
    return Missed(
        since=seen,
        messages=sum(row["messages"] for row in spoken),
        speakers=_speakers(spoken[:MOST]),
        more_speakers=len(spoken[MOST:]),
        must_reads=list(waiting_for(actor).filter(pk__in=said.values("pk"))[:MOST]),
        happenings=happenings_in(threads, since),
    )


def _spoken(said: QuerySet[Message]) -> list[dict[str, Any]]:
    spoken: Any = said.values("author", "mandate__organisation").annotate(messages=Count("pk"))
    return list(spoken.order_by(key_of("author__name_uk"), "author"))


def _speakers(rows: Sequence[dict[str, Any]]) -> list[Speaker]:
    people = User.objects.in_bulk({row["author"] for row in rows})
    known = Organisation.objects.in_bulk({row["mandate__organisation"] for row in rows} - {None})
    return [
        Speaker(people[row["author"]], known.get(row["mandate__organisation"]), row["messages"])
        for row in rows
    ]
