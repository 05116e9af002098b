"""Where threads and messages are, and where they were."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from dialogue.messages.models import Message
from dialogue.threads.models import Thread
from dialogue.threads.selectors import went_on_in
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from groups.models import InitiativeGroup


def taken_into(thread_id: UUID) -> QuerySet[Message]:
    """The messages of a thread that came out of another one. Not narrowed to anybody."""
    return Message.objects.filter(thread=thread_id, stones__isnull=False).distinct()


LATEST = ("-at", "-id")


def splits_of(thread: Thread) -> QuerySet[ThreadSplit]:
    """What was taken out of a thread, and out of which it came, the latest first."""
    rows = ThreadSplit.objects.filter(Q(thread=thread) | Q(into=thread)).order_by(*LATEST)
    return rows.select_related("person", "mandate__organisation", "mandate__person")


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
