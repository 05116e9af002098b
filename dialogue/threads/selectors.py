"""What is read about threads and messages: narrowed to the reader, as many queries for many as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, QuerySet, UUIDField, prefetch_related_objects

from dialogue.threads.access import FACILITATE, READ, SHARED, SPEAK
from dialogue.threads.models import Thread, ThreadStateChange, ThreadUserPermission, Visibility
from dialogue.threads.policies import (
    READ_SCOPE,
    Action,
    DialogueAction,
    DialoguePolicy,
    ThreadPolicy,
    load_thread,
    threads_seen_by,
)
from dialogue.transfer.models import ThreadMerge
from groups.common.columns import GROUP, PERSON
from groups.models import InitiativeGroup, InitiativeGroupUserPermission
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    READ as READ_GROUP,
    SPEAK as SPEAK_GROUP,
    Asking,
    live,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.lists import Probe, given_ids, referring
from viche.kernel.policy import Level, load
from viche.kernel.prepared import Given, Prepared

WHO_LEADS = ("group", "facilitator__person", "facilitator__organisation")


def get_known_thread(actor: Actor, thread_id: UUID) -> Thread:
    """A thread that is announced to `actor`, or that they see. Raises SignedOut or NotFound."""
    if actor.is_anonymous:
        raise SignedOut
    known = ThreadPolicy().visible_to(actor, Level.EXISTS).select_related(*WHO_LEADS)
    thread = known.filter(pk=thread_id).first()
    if thread is None:
        raise NotFound
    return thread


def get_announced_thread(actor: Actor, thread_id: UUID) -> Thread:
    """A thread that is announced. Raises SignedOut or NotFound."""
    thread = get_known_thread(actor, thread_id)
    if not thread.is_announced:
        raise NotFound
    return thread


def who_leads(thread: Thread) -> set[UUID]:
    """Who leads a thread that only some read, and reads it: by its own, or as who leads its group."""
    own: dict[str, set[UUID]] = defaultdict(set)
    rows = live(ThreadUserPermission).filter(content_object=thread.pk, user__is_active=True)
    for codename, person in rows.values_list("permission__codename", "user"):
        own[codename].add(person)
    of_group = live(InitiativeGroupUserPermission).filter(
        content_object=thread.group_id, permission__codename=FACILITATE_GROUP, user__is_active=True
    )
    return own[FACILITATE] | (own[READ] & set(of_group.values_list("user", flat=True)))


def shared_among(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Those of some threads that the whole of their group reads, each with it. Not narrowed to anybody."""
    return dict(Thread.objects.filter(SHARED, pk__in=ids).values_list("pk", "group"))


def seen_among(actor: Actor, ids: Collection[UUID]) -> Collection[UUID]:
    """Those of some threads that `actor` sees."""
    return (
        set(ThreadPolicy().visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ()
    )


def where_it_goes_on(thread_id: UUID) -> UUID:
    """The thread itself, or the one in which it went on at last. Not narrowed to anybody."""
    went = Thread.objects.filter(merged_into__isnull=False).values_list("merged_into", flat=True)
    while (into := went.filter(pk=thread_id).first()) is not None:
        thread_id = into
    return thread_id


def went_on_in(thread: Thread) -> list[UUID]:
    """The thread itself, and which went on in it, also by way of others. Not narrowed to anybody."""
    found = [thread.pk]
    latest = found
    while latest:
        merged = ThreadMerge.objects.filter(into__in=latest)
        latest = list(merged.values_list("thread", flat=True)) if thread.taken_in else []
        found = [*found, *latest]
    return found


# ---- threads -----------------------------------------------------------------------------------------------


def titles_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Thread]:
    """Those of some threads that `actor` sees, for their titles."""
    if actor.person_id is None or not actor.has_scope(READ_SCOPE):
        return ThreadPolicy().listed_for(actor).in_bulk(ids)
    seen = AMONG.all(person_id=actor.person_id, at=now(), ids=list(ids))
    return {thread.pk: thread for thread in seen}


def _among() -> QuerySet[Thread]:
    somebody: Any = Given("person_id", UUIDField())
    asking = Asking(Probe, Given("at", DateTimeField()))
    seen = threads_seen_by(Actor.for_person(somebody), asking).filter(given_ids("pk", "ids"))
    return seen.only("title_uk", "title_en")


AMONG = Prepared(_among)


def shown_threads(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return referring(threads, group=GROUP, facilitator__person=PERSON)


def get_group_for(actor: Actor, group_id: UUID) -> InitiativeGroup:
    """The group whose dialogue `actor` reads. Raises SignedOut or NotFound."""
    return load(DialoguePolicy(), actor, group_id, DialogueAction.READ)


def get_thread_for(actor: Actor, thread_id: UUID, action: Action = Action.READ) -> Thread:
    """One thread that `actor` sees and may do this with. Raises SignedOut, NotFound or Forbidden."""
    return load_thread(actor, thread_id, action)


def get_shown_thread_for(actor: Actor, thread_id: UUID) -> Thread:
    """The same with its group and facilitator."""
    thread = get_thread_for(actor, thread_id)
    prefetch_related_objects([thread], "group", "facilitator__person")
    return thread


def threads_as_they_are(ids: Collection[UUID]) -> list[Thread]:
    """Some threads for frames, whose topics are guarded. Not narrowed to anybody."""
    return list(shown_threads(Thread.objects.filter(pk__in=ids)))


def restricted_among(ids: Collection[UUID]) -> list[UUID]:
    """Those of some threads that are not for their whole group. Not narrowed to anybody."""
    if not ids:
        return []
    return list(
        Thread.objects.filter(pk__in=ids, visibility=Visibility.RESTRICTED).values_list("pk", flat=True)
    )


def group_of(thread_id: UUID) -> UUID | None:
    """The group of a thread; None when there is no such thread."""
    return Thread.objects.filter(pk=thread_id).values_list("group", flat=True).first()


def state_changes_of(thread: Thread) -> QuerySet[ThreadStateChange]:
    """The steps of a thread, oldest first."""
    rows = ThreadStateChange.objects.filter(thread=thread)
    return rows.select_related("person", "mandate__organisation", "mandate__person").order_by("at", "id")


def people_reading(thread: Thread) -> set[UUID]:
    """Who may read a thread now, through its group where it is open to it, or by grants of its own. Nobody
    whose account is closed: what they hold opens nothing.
    """
    return _people(thread, READ, READ_GROUP)


def people_speaking(thread: Thread) -> set[UUID]:
    """The same of those who may speak in it."""
    return _people(thread, SPEAK, SPEAK_GROUP)


def _people(thread: Thread, codename: str, of_its_group: str) -> set[UUID]:
    own = live(ThreadUserPermission).filter(
        permission__codename=codename, content_object=thread.pk, user__is_active=True
    )
    found = set(own.values_list("user", flat=True))
    if thread.is_shared_with_group:
        of_group = live(InitiativeGroupUserPermission).filter(
            permission__codename=of_its_group, user__is_active=True
        )
        found |= set(of_group.filter(content_object=thread.group_id).values_list("user", flat=True))
    return found
