"""Where threads and messages are, and where they were."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from dialogue.models import Message, Thread, ThreadMerge, ThreadMove, ThreadSplit
from dialogue.policies import ThreadPolicy
from dialogue.standing import SHARED
from groups.models import InitiativeGroup
from viche.kernel.actor import Actor


def shared_among(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Those of some threads that the whole of their group reads, each with it. Not narrowed to anybody."""
    return dict(Thread.objects.filter(SHARED, pk__in=ids).values_list("pk", "group"))


def seen_among(actor: Actor, ids: Collection[UUID]) -> Collection[UUID]:
    """Those of some threads that `actor` sees."""
    return (
        set(ThreadPolicy().visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ()
    )


def numbers_in_place(ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """The numbers of some messages, by their thread and id. Not narrowed to anybody."""
    rows = Message.objects.filter(pk__in=ids).values_list("thread", "pk", "number") if ids else ()
    return {(thread_id, pk): number for thread_id, pk, number in rows}


def taken_into(thread_id: UUID) -> QuerySet[Message]:
    """The messages of a thread that came out of another one. Not narrowed to anybody."""
    return Message.objects.filter(thread=thread_id, stones__isnull=False).distinct()


LATEST = ("-at", "-id")


def where_it_goes_on(thread_id: UUID) -> UUID:
    """The thread itself, or the one in which it went on at last. Not narrowed to anybody."""
    went = Thread.objects.filter(merged_into__isnull=False).values_list("merged_into", flat=True)
    while (into := went.filter(pk=thread_id).first()) is not None:
        thread_id = into
    return thread_id


def splits_of(thread: Thread) -> QuerySet[ThreadSplit]:
    """What was taken out of a thread, and out of which it came, the latest first."""
    rows = ThreadSplit.objects.filter(Q(thread=thread) | Q(into=thread)).order_by(*LATEST)
    return rows.select_related("person", "mandate__organisation", "mandate__person")


def went_on_in(thread: Thread) -> list[UUID]:
    """The thread itself, and which went on in it, also by way of others. Not narrowed to anybody."""
    found = [thread.pk]
    latest = found
    while latest:
        merged = ThreadMerge.objects.filter(into__in=latest)
        latest = list(merged.values_list("thread", flat=True)) if thread.taken_in else []
        found = [*found, *latest]
    return found


def places_in(thread: Thread, sources: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """From which number on the messages stand in a thread with which others went on, and how many."""
    carried = Q(stones__thread__in=sources, stones__deleted_at__gte=F("stones__thread__merge__at"))
    rows = Message.objects.filter(carried, thread=thread).values_list("stones__thread")
    found = rows.annotate(first=Min("number"), count=Count("pk")).order_by() if sources else ()
    return {pk: (first, count) for pk, first, count in found}


def merges_of(thread: Thread) -> QuerySet[ThreadMerge]:
    """Where a thread went on, and which went on in it, also by way of others, the latest first."""
    rows = ThreadMerge.objects.filter(Q(thread=thread) | Q(into__in=went_on_in(thread))).order_by(*LATEST)
    return rows.select_related("person", "mandate__organisation", "mandate__person")


def moves_of(thread: Thread) -> QuerySet[ThreadMove]:
    """Between which groups a thread was taken, the latest first."""
    return _moves().filter(thread=thread)


def moved_from(group: InitiativeGroup) -> QuerySet[ThreadMove]:
    """Which threads were taken from a group, the latest first. Not narrowed to anybody."""
    return _moves().filter(before=group).exclude(title_uk="")


def _moves() -> QuerySet[ThreadMove]:
    rows = ThreadMove.objects.order_by(*LATEST)
    return rows.select_related("person", "mandate__organisation", "mandate__person")
