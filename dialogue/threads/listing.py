"""Lists of threads: what to list, narrowed to the reader, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from dialogue.threads.access import list_for
from dialogue.threads.models import TAGGED, Thread, ThreadState, ThreadUserPermission
from dialogue.threads.policies import READ_SCOPE, ThreadPolicy
from dialogue.threads.selectors import shown_threads
from groups.models import InitiativeGroup
from groups.policies import holds_few
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.lists import DEFAULT_LIMIT, Hot, HotListing, Listing


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Which threads to list; None leaves a question open."""

    state: ThreadState | None = None
    tag: str | None = None
    words: str | None = None  # a part of the title

    def condition(self) -> Q:
        in_state = Q() if self.state is None else Q(state=self.state)
        found = in_state if self.tag is None else in_state & TAGGED & Q(tags__contains=[self.tag])
        if self.words is None:
            return found
        return found & (Q(title_uk__icontains=self.words) | Q(title_en__icontains=self.words))


ANY = ThreadFilter()


def threads_for(actor: Actor, wanted: ThreadFilter = ANY) -> QuerySet[Thread]:
    """Every thread that `actor` sees and that fits, with its group and facilitator."""
    return shown_threads(ThreadPolicy().listed_for(actor).filter(wanted.condition()))


def pinned_for(actor: Actor, group: InitiativeGroup, wanted: ThreadFilter = ANY) -> list[Thread]:
    """Those at the head of the list of a group: the last pinned first, no more than a page of them."""
    pinned = threads_for(actor, wanted).filter(group=group, pinned_at__isnull=False)
    return list(pinned.order_by("-pinned_at", "-id")[:DEFAULT_LIMIT])


def thread_list_for(
    actor: Actor, wanted: ThreadFilter = ANY
) -> QuerySet[Thread] | Hot[Thread] | Listing[Thread]:
    """What `threads_for` finds, page by page."""
    if actor.person_id is None or not actor.has_scope(READ_SCOPE):
        return threads_for(actor, wanted)
    few = holds_few(actor.person_id, ThreadUserPermission)
    if wanted.tag is None and wanted.words is None:
        return LIST.of((wanted.state, few), actor.person_id, now())
    return _listing(wanted, few, actor.person_id, now())


def _list(shape: tuple[ThreadState | None, bool], person_id: UUID, at: datetime) -> Listing[Thread]:
    state, few = shape
    return _listing(ThreadFilter(state), few, person_id, at)


def _listing(wanted: ThreadFilter, few: bool, person_id: UUID, at: datetime) -> Listing[Thread]:
    fitting = Thread.objects.filter(wanted.condition())
    return Listing(fitting, list_for(Actor.for_person(person_id), at, few=few), shown_threads)


LIST = HotListing(Thread, _list)
