"""Selectors of threads, narrowed to the reader unless they say otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, QuerySet, UUIDField, prefetch_related_objects

from dialogue.threads.access import FACILITATE, READ, SHARED_Q, SPEAK
from dialogue.threads.models import Thread, ThreadStateChange, ThreadUserPermission, Visibility
from dialogue.threads.policies import (
    Action,
    DialogueAction,
    DialoguePolicy,
    ThreadPolicy,
    list_visible_threads,
    load_thread,
)
from dialogue.threads.visibility import READ_SCOPE
from dialogue.transfer.models import ThreadMerge
from groups.common.columns import GROUP, PERSON
from groups.models import InitiativeGroup, InitiativeGroupUserPermission
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    READ as READ_GROUP,
    SPEAK as SPEAK_GROUP,
    GrantQuery,
    list_live_grants,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.keyset_lists import RowwiseExists, ids_param_q, select_related_columns
from viche.kernel.policy import Level, load
from viche.kernel.prepared_queries import PreparedQuery, QueryParam

FACILITATOR_RELATIONS = ("group", "facilitator__person", "facilitator__organisation")


def get_discoverable_thread(actor: Actor, thread_id: UUID) -> Thread:
    """Return a thread that `actor` may read or that is announced to them.

    Raises SignedOut or NotFound.
    """
    if actor.is_anonymous:
        raise SignedOut
    known = ThreadPolicy().visible_to(actor, Level.EXISTS).select_related(*FACILITATOR_RELATIONS)
    thread = known.filter(pk=thread_id).first()
    if thread is None:
        raise NotFound
    return thread


def get_announced_thread(actor: Actor, thread_id: UUID) -> Thread:
    """Return an announced thread. Raises SignedOut or NotFound."""
    thread = get_discoverable_thread(actor, thread_id)
    if not thread.is_announced:
        raise NotFound
    return thread


def list_facilitating_reader_ids(thread: Thread) -> set[UUID]:
    """Return ids of people who facilitate a restricted thread.

    They have a grant to facilitate the thread, or a grant to speak in it and one to facilitate its group.
    """
    own: dict[str, set[UUID]] = defaultdict(set)
    rows = list_live_grants(ThreadUserPermission).filter(content_object=thread.pk, user__is_active=True)
    for codename, person in rows.values_list("permission__codename", "user"):
        own[codename].add(person)
    of_group = list_live_grants(InitiativeGroupUserPermission).filter(
        content_object=thread.group_id, permission__codename=FACILITATE_GROUP, user__is_active=True
    )
    return own[FACILITATE] | (own[SPEAK] & set(of_group.values_list("user", flat=True)))


def list_shared_threads_unscoped(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Map the threads that their whole group reads to the group, narrowed to no actor."""
    return dict(Thread.objects.filter(SHARED_Q, pk__in=ids).values_list("pk", "group"))


def filter_visible_thread_ids(actor: Actor, ids: Collection[UUID]) -> Collection[UUID]:
    """Return the ids of the threads that `actor` may read."""
    return (
        set(ThreadPolicy().visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ()
    )


def resolve_merged_thread(thread_id: UUID) -> UUID:
    """Return the thread into which a thread was finally merged, or itself; narrowed to no actor."""
    went = Thread.objects.filter(merged_into__isnull=False).values_list("merged_into", flat=True)
    while (into := went.filter(pk=thread_id).first()) is not None:
        thread_id = into
    return thread_id


def merged_sources_of(thread: Thread) -> list[UUID]:
    """Return the thread and all threads merged into it, also indirectly; narrowed to no actor."""
    found = [thread.pk]
    latest = found
    while latest:
        merged = ThreadMerge.objects.filter(into__in=latest)
        latest = list(merged.values_list("thread", flat=True)) if thread.taken_in else []
        found = [*found, *latest]
    return found


def titles_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Thread]:
    """Return the threads among the ids that `actor` may read, with their titles only."""
    if actor.person_id is None or not actor.has_scope(READ_SCOPE):
        return ThreadPolicy().listed_for(actor).in_bulk(ids)
    seen = VISIBLE_TITLES.all(person_id=actor.person_id, at=now(), ids=list(ids))
    return {thread.pk: thread for thread in seen}


def _build_visible_titles() -> QuerySet[Thread]:
    somebody: Any = QueryParam("person_id", UUIDField())
    asking = GrantQuery(RowwiseExists, QueryParam("at", DateTimeField()))
    seen = list_visible_threads(Actor.for_person(somebody), asking).filter(ids_param_q("pk", "ids"))
    return seen.only("title_uk", "title_en")


VISIBLE_TITLES = PreparedQuery(_build_visible_titles)


def prefetch_thread_references(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Prefetch the group and the facilitator that presenters refer to."""
    return select_related_columns(threads, group=GROUP, facilitator__person=PERSON)


def get_group_for(actor: Actor, group_id: UUID) -> InitiativeGroup:
    """Return a group whose dialogue `actor` may read. Raises SignedOut or NotFound."""
    return load(DialoguePolicy(), actor, group_id, DialogueAction.READ)


def get_thread_for(actor: Actor, thread_id: UUID, action: Action = Action.READ) -> Thread:
    """Return a thread that `actor` may read and take an action on.

    Raises SignedOut, NotFound or Forbidden.
    """
    return load_thread(actor, thread_id, action)


def get_thread_with_facilitator_for(actor: Actor, thread_id: UUID) -> Thread:
    """Return the thread of `get_thread_for`, with its group and facilitator loaded."""
    thread = get_thread_for(actor, thread_id)
    prefetch_related_objects([thread], "group", "facilitator__person")
    return thread


def list_threads_unscoped(ids: Collection[UUID]) -> list[Thread]:
    """Return threads for frames, not narrowed to an actor: access is checked for the topics of frames."""
    return list(prefetch_thread_references(Thread.objects.filter(pk__in=ids)))


def filter_restricted_ids_unscoped(ids: Collection[UUID]) -> list[UUID]:
    """Return the ids of restricted threads, narrowed to no actor."""
    if not ids:
        return []
    return list(
        Thread.objects.filter(pk__in=ids, visibility=Visibility.RESTRICTED).values_list("pk", flat=True)
    )


def group_of(thread_id: UUID) -> UUID | None:
    """Return the id of a thread's group, or None when there is no such thread."""
    return Thread.objects.filter(pk=thread_id).values_list("group", flat=True).first()


def state_changes_of(thread: Thread) -> QuerySet[ThreadStateChange]:
    """Return the state transitions of a thread, the oldest first."""
    rows = ThreadStateChange.objects.filter(thread=thread)
    return rows.select_related("person", "mandate__organisation", "mandate__person").order_by("at", "id")


def list_reader_ids(thread: Thread) -> set[UUID]:
    """Return ids of people who may read a thread now, through its group or by its own grants.

    Closed accounts are left out: their grants have no effect.
    """
    return _list_person_ids(thread, READ, READ_GROUP)


def list_poster_ids(thread: Thread) -> set[UUID]:
    """Return ids of people who may post in a thread now, through its group or by its own grants.

    Closed accounts are left out.
    """
    return _list_person_ids(thread, SPEAK, SPEAK_GROUP)


def _list_person_ids(thread: Thread, codename: str, of_its_group: str) -> set[UUID]:
    own = list_live_grants(ThreadUserPermission).filter(
        permission__codename=codename, content_object=thread.pk, user__is_active=True
    )
    found = set(own.values_list("user", flat=True))
    if thread.is_shared_with_group:
        of_group = list_live_grants(InitiativeGroupUserPermission).filter(
            permission__codename=of_its_group, user__is_active=True
        )
        found |= set(of_group.filter(content_object=thread.group_id).values_list("user", flat=True))
    return found


def list_visible_threads_among(actor: Actor, ids: Collection[UUID]) -> QuerySet[Thread]:
    """Return the threads among `ids` that `actor` may read, each with its group."""
    return ThreadPolicy().visible_to(actor).filter(pk__in=ids).select_related("group")
