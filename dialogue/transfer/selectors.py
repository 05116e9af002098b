"""Selectors of moves, splits and merges."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from dialogue.messages.models import Message
from dialogue.threads.models import Thread
from dialogue.threads.policies import DialoguePolicy, ThreadPolicy
from dialogue.threads.selectors import merged_sources_of
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from groups.models import InitiativeGroup
from viche.kernel.actor import Actor


def list_transferred_messages_unscoped(thread_id: UUID) -> QuerySet[Message]:
    """Return the messages of a thread that came from another one, narrowed to no actor."""
    return Message.objects.filter(thread=thread_id, stones__isnull=False).distinct()


LATEST_FIRST = ("-at", "-id")


def splits_of(thread: Thread) -> QuerySet[ThreadSplit]:
    """Return the splits off a thread, and the split from which it came, the latest first."""
    rows = ThreadSplit.objects.filter(Q(thread=thread) | Q(into=thread)).order_by(*LATEST_FIRST)
    return rows.select_related("person", "mandate__organisation", "mandate__person")


def merged_ranges_in(thread: Thread, sources: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return the first number and the count of the messages that were merged from each source."""
    carried = Q(stones__thread__in=sources, stones__deleted_at__gte=F("stones__thread__merge__at"))
    rows = Message.objects.filter(carried, thread=thread).values_list("stones__thread")
    found = rows.annotate(first=Min("number"), count=Count("pk")).order_by() if sources else ()
    return {pk: (first, count) for pk, first, count in found}


def merges_of(thread: Thread) -> QuerySet[ThreadMerge]:
    """Return the merges of a thread, and into it, also indirect ones, the latest first."""
    rows = ThreadMerge.objects.filter(Q(thread=thread) | Q(into__in=merged_sources_of(thread))).order_by(
        *LATEST_FIRST
    )
    return rows.select_related("person", "mandate__organisation", "mandate__person")


def moves_of(thread: Thread) -> QuerySet[ThreadMove]:
    """Return the moves of a thread between groups, the latest first."""
    return _list_moves().filter(thread=thread)


def list_moves_from_unscoped(group: InitiativeGroup) -> QuerySet[ThreadMove]:
    """Return the moves of threads away from a group, the latest first, narrowed to no actor."""
    return _list_moves().filter(before=group)


def _list_moves() -> QuerySet[ThreadMove]:
    rows = ThreadMove.objects.order_by(*LATEST_FIRST)
    return rows.select_related("person", "mandate__organisation", "mandate__person")


def list_visible_merges(actor: Actor, threads: Collection[UUID]) -> QuerySet[ThreadMerge]:
    """Return the merges of these threads, if `actor` may read both threads."""
    seen = ThreadPolicy().visible_to(actor)
    rows = ThreadMerge.objects.filter(thread__in=seen.filter(pk__in=threads), into__in=seen)
    return rows.select_related("thread", "into", "person")


def list_visible_splits(actor: Actor, into: Collection[UUID]) -> QuerySet[ThreadSplit]:
    """Return the splits into these threads, if `actor` may read both threads."""
    seen = ThreadPolicy().visible_to(actor)
    rows = ThreadSplit.objects.filter(into__in=seen.filter(pk__in=into), thread__in=seen)
    return rows.select_related("thread", "into", "person")


def list_visible_moves(actor: Actor, ids: Collection[UUID]) -> QuerySet[ThreadMove]:
    """Return the moves while `actor` may read the former group."""
    rows = ThreadMove.objects.filter(pk__in=ids, before__in=DialoguePolicy().visible_to(actor))
    return rows.select_related("person")
