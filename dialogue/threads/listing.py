"""Paginated lists of threads, narrowed to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from dialogue.threads.access import plan_thread_list
from dialogue.threads.models import TAGGED, Thread, ThreadState, ThreadUserPermission
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import prefetch_thread_references
from dialogue.threads.visibility import READ_SCOPE
from groups.models import InitiativeGroup
from groups.policies import has_few_grants
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import DEFAULT_LIMIT, BoundListing, Listing, PreparedListing


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Filters of a thread list; None does not filter."""

    state: ThreadState | None = None
    tag: str | None = None
    words: str | None = None  # a part of the title

    def condition(self) -> Q:
        in_state = Q() if self.state is None else Q(state=self.state)
        found = in_state if self.tag is None else in_state & TAGGED & Q(tags__contains=[self.tag])
        if self.words is None:
            return found
        return found & (Q(title_uk__icontains=self.words) | Q(title_en__icontains=self.words))


ANY_THREAD = ThreadFilter()


def threads_for(actor: Actor, wanted: ThreadFilter = ANY_THREAD) -> QuerySet[Thread]:
    """Return all threads that `actor` may read and that match, with group and facilitator."""
    return prefetch_thread_references(ThreadPolicy().listed_for(actor).filter(wanted.condition()))


def pinned_for(actor: Actor, group: InitiativeGroup, wanted: ThreadFilter = ANY_THREAD) -> list[Thread]:
    """Return the pinned threads of a group, the last pinned first, at most one page."""
    pinned = threads_for(actor, wanted).filter(group=group, pinned_at__isnull=False)
    return list(pinned.order_by("-pinned_at", "-id")[:DEFAULT_LIMIT])


def thread_list_for(
    actor: Actor, wanted: ThreadFilter = ANY_THREAD
) -> QuerySet[Thread] | BoundListing[Thread] | Listing[Thread]:
    """Return the threads of `threads_for` as a listing that is paginated efficiently."""
    if actor.person_id is None or not actor.has_scope(READ_SCOPE):
        return threads_for(actor, wanted)
    few = has_few_grants(actor.person_id, ThreadUserPermission)
    if wanted.tag is None and wanted.words is None:
        return HOT_THREADS.of((wanted.state, few), actor.person_id, now())
    return _build_listing(wanted, few, actor.person_id, now())


def _build_hot_listing(
    shape: tuple[ThreadState | None, bool], person_id: UUID, at: datetime
) -> Listing[Thread]:
    state, few = shape
    return _build_listing(ThreadFilter(state), few, person_id, at)


def _build_listing(wanted: ThreadFilter, few: bool, person_id: UUID, at: datetime) -> Listing[Thread]:
    fitting = Thread.objects.filter(wanted.condition())
    return Listing(
        fitting, plan_thread_list(Actor.for_person(person_id), at, few=few), prefetch_thread_references
    )


HOT_THREADS = PreparedListing(Thread, _build_hot_listing)
