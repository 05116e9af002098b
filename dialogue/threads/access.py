"""Decide what an actor may do with a thread by their grants on it and on its group.

The rule for reading is implemented in four places, which must agree: for a loaded thread
(`ThreadAccess.can_read`), as a query condition (`visible_threads_q`), as a condition on ids that were looked
up before (`listable_threads_q`), and for the pages of a list (`plan_thread_list`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from dialogue.threads.models import Thread, ThreadState, ThreadUserPermission, Visibility
from groups.models import Grant, InitiativeGroupUserPermission, Role
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    NOW,
    READ as READ_GROUP,
    RECORD as RECORD_GROUP,
    SPEAK as SPEAK_GROUP,
    GrantQuery,
    get_codenames,
    has_grant_q,
    list_grants_held_by,
    list_live_grants_of,
)
from groups.selectors import list_seats_in
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import AccessPath, AccessPaths, RowwiseExists, one_of_q
from viche.kernel.prepared_queries import build_instance
from viche.kernel.sql import execute_prepared

READ = "read_thread"
SPEAK = "speak_thread"
FACILITATE = "facilitate_thread"
CODENAMES = frozenset({READ, SPEAK, FACILITATE})

# Threads that the whole group may read. A draft has grants of its own, like a restricted thread.
SHARED_Q = Q(visibility=Visibility.GROUP) & ~Q(state=ThreadState.DRAFT)
# Restricted threads whose existence the group may know.
ANNOUNCED_Q = Q(announced_at__isnull=False)

# Up to this number of ids, a list is faster than a check per row, because the planner knows its length.
MAX_IDS = 1000


@dataclass(frozen=True, slots=True)
class ThreadAccess:
    """The codenames that an actor holds on a thread and on its group.

    `heads`: the actor holds the facilitator's seat of the group of a public thread, but has no right to
    facilitate, because the group is not working. They may still unpublish the thread.
    """

    thread: frozenset[str]
    group: frozenset[str]
    heads: bool = False

    def can_read(self, thread: Thread) -> bool:
        return READ in self.thread or self._through_group(thread, READ_GROUP)

    def is_group_member(self, thread: Thread) -> bool:
        """Return whether the actor reads the group as a member, not as a guest."""
        return READ_GROUP in self.group

    def can_post(self, thread: Thread) -> bool:
        return SPEAK in self.thread or self._through_group(thread, SPEAK_GROUP)

    def can_facilitate(self, thread: Thread) -> bool:
        """Return whether the actor facilitates the thread or its group. The caller checks `can_read`."""
        return FACILITATE in self.thread or self._holds_in_group(thread, FACILITATE_GROUP)

    def leads_group(self, thread: Thread) -> bool:
        """Return whether the actor facilitates the group of the thread. The caller checks `can_read`."""
        return FACILITATE_GROUP in self.group

    def can_unpublish(self, thread: Thread) -> bool:
        """Return whether the actor may unpublish a public thread, also in a group that is not working."""
        return self.can_facilitate(thread) or self.heads

    def is_facilitator_or_secretary(self, thread: Thread) -> bool:
        """Return whether the actor is a facilitator or the secretary, who create action items."""
        return self.can_facilitate(thread) or self._holds_in_group(thread, RECORD_GROUP)

    def _through_group(self, thread: Thread, codename: str) -> bool:
        return thread.is_shared_with_group and codename in self.group

    def _holds_in_group(self, thread: Thread, codename: str) -> bool:
        """Return whether a right to lead or record the group applies in the thread.

        In a restricted thread it applies only for those who may post there. A grant to read alone, by
        emergency access or a share, must not become more by a seat in the group.
        """
        return codename in self.group and (not thread.is_restricted or SPEAK in self.thread)


# The system has full access to every thread and group.
FULL_ACCESS = ThreadAccess(CODENAMES, frozenset({READ_GROUP, FACILITATE_GROUP}))
NO_ACCESS = ThreadAccess(frozenset(), frozenset())


# ---- for loaded threads ------------------------------------------------------------------------------------


def get_thread_access(actor: Actor, thread: Thread) -> ThreadAccess:
    """Return the access of `actor` to a thread, from the cache if it was loaded with the thread."""
    if actor.is_system:
        return FULL_ACCESS
    if actor.person_id is None:
        return NO_ACCESS
    if _is_access_cached(actor, thread):
        standing, heads = _get_cached_access(thread), thread.__dict__.get("standing_heads")
    else:
        own = _load_codenames(ThreadUserPermission, actor.person_id, thread.pk)
        standing = ThreadAccess(
            own, _load_codenames(InitiativeGroupUserPermission, actor.person_id, thread.group_id)
        )
        heads = None
    if not _may_hold_facilitator_seat(thread, standing):
        return standing
    if heads is None:
        heads = bool(_find_led_group_ids(actor.person_id, [thread.group_id]))
    return replace(standing, heads=heads)


def cache_thread_access(actor: Actor, thread: Thread, own: Sequence[int], of_group: Sequence[int]) -> None:
    """Cache the permission ids that `ACCESS_SQL` selects for `actor` on the thread object."""
    thread.__dict__.update(standing_person=actor.person_id, standing_thread=own, standing_group=of_group)


def cache_facilitator_seats(actor: Actor, threads: Sequence[Thread]) -> None:
    """Cache whether `actor` holds the facilitator's seat of each thread's group, in one query."""
    asked = [
        one
        for one in threads
        if _is_access_cached(actor, one) and _may_hold_facilitator_seat(one, _get_cached_access(one))
    ]
    if asked and actor.person_id is not None:
        headed = _find_led_group_ids(actor.person_id, {one.group_id for one in asked})
        for one in asked:
            one.__dict__["standing_heads"] = one.group_id in headed


def _may_hold_facilitator_seat(thread: Thread, standing: ThreadAccess) -> bool:
    """Return whether the facilitator's seat has to be looked up (see `ThreadAccess.heads`).

    It matters only for public threads of groups that are not working. In a working group its members may
    post, so an actor who may post needs no look-up.
    """
    return thread.is_public and READ_GROUP in standing.group and SPEAK_GROUP not in standing.group


def _find_led_group_ids(person_id: UUID, group_ids: Collection[UUID]) -> set[UUID]:
    seats = list_seats_in(person_id, group_ids)
    return {seat.membership.group_id for seat in seats if seat.role == Role.FACILITATOR}


def _get_cached_access(thread: Thread) -> ThreadAccess:
    brought: Any = thread
    return ThreadAccess(get_codenames(brought.standing_thread), get_codenames(brought.standing_group))


def _is_access_cached(actor: Actor, thread: Thread) -> bool:
    return thread.__dict__.get("standing_person") == actor.person_id


def _load_codenames(table: type[Grant], person_id: UUID, container_id: UUID) -> frozenset[str]:
    known = {"person_id": person_id, "container_id": container_id, "now": now()}
    return get_codenames(
        [key for (key,) in execute_prepared(FIND_GRANTS.format(table=table._meta.db_table), known)]
    )


FIND_GRANTS = """
    SELECT permission_id FROM {table}
    WHERE user_id = %(person_id)s AND content_object_id = %(container_id)s
      AND (valid_until IS NULL OR valid_until > %(now)s)
"""
# A person's grants on one thread and on its group. Written as SQL, since this runs before every message and
# every page: building it from querysets takes longer than PostgreSQL needs to answer.
ACCESS_SQL = """
    ARRAY(
        SELECT own.permission_id FROM dialogue_threaduserpermission AS own
        WHERE own.user_id = {person} AND own.content_object_id = thread.id
          AND (own.valid_until IS NULL OR own.valid_until > %(now)s)
    ) AS standing_thread,
    ARRAY(
        SELECT ours.permission_id FROM groups_initiativegroupuserpermission AS ours
        WHERE ours.user_id = {person} AND ours.content_object_id = thread.group_id
          AND (ours.valid_until IS NULL OR ours.valid_until > %(now)s)
    ) AS standing_group
"""
FIELDS = Thread._meta.concrete_fields
THREAD_COLUMNS = [one.attname for one in FIELDS]
FIND_THREAD = f"""
    SELECT {", ".join(f"thread.{one.column}" for one in FIELDS)}, {ACCESS_SQL.format(person="%(person_id)s")}
    FROM dialogue_thread AS thread WHERE thread.id = %(thread_id)s
"""  # noqa: S608 - constants only


def find_visible_thread(actor: Actor, thread_id: UUID) -> Thread | None:
    """Return a thread that `actor` may read, with their access cached, or None. Runs one query."""
    known = {"person_id": actor.person_id, "now": now(), "thread_id": thread_id}
    for *values, own, of_group in execute_prepared(FIND_THREAD, known):
        thread = build_instance(Thread, THREAD_COLUMNS, values)
        cache_thread_access(actor, thread, own, of_group)
        return thread if get_thread_access(actor, thread).can_read(thread) else None
    return None


# ---- conditions for queries --------------------------------------------------------------------------------


def visible_threads_q(actor: Actor, asking: GrantQuery = NOW) -> Q:
    """Return the condition on threads that `actor` may read, as EXISTS over the grants.

    Agrees with `ThreadAccess.can_read`.
    """

    ours = has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP, of="group_id", asking=asking)
    return has_grant_q(ThreadUserPermission, actor, READ, asking=asking) | (SHARED_Q & ours)


def discoverable_threads_q(actor: Actor) -> Q:
    """Return the condition on threads whose existence `actor` may know.

    They are the readable threads, and the restricted threads announced to a group that the actor reads.
    """
    return visible_threads_q(actor) | (
        ANNOUNCED_Q & has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP, of="group_id")
    )


def listable_threads_q(actor: Actor) -> Q:
    """Return the condition of `visible_threads_q` with the container ids looked up first, in two queries.

    With the ids inlined, the planner knows their number and chooses a better plan for lists. Falls back to
    EXISTS for more than `MAX_IDS` ids.
    """
    by_ids = visible_thread_ids_q(actor)
    return visible_threads_q(actor) if by_ids is None else by_ids


def is_leader_anywhere(actor: Actor) -> bool:
    """Return whether `actor` facilitates a thread, or facilitates a group or keeps its record.

    Runs two queries, none inside `cache_grants_held`. True also with more than `MAX_IDS` grants.
    """
    if actor.person_id is None:
        return actor.is_system
    of_threads = list_grants_held_by(ThreadUserPermission, actor.person_id, MAX_IDS)
    of_groups = list_grants_held_by(InitiativeGroupUserPermission, actor.person_id, MAX_IDS)
    if of_threads is None or of_groups is None:
        return True
    leading = {FACILITATE, FACILITATE_GROUP, RECORD_GROUP}
    return any(leading & names for names in (*of_threads.values(), *of_groups.values()))


def moderatable_q(actor: Actor, through: str = "") -> Q:
    """Return the condition on rows of visible threads that `actor` may moderate.

    Agrees with `ThreadAccess.is_facilitator_or_secretary`. See `facilitated_q` for `through`.
    """
    return _led_q(actor, (FACILITATE_GROUP, RECORD_GROUP), through)


def facilitated_q(actor: Actor, through: str = "") -> Q:
    """Return the condition on rows of visible threads that `actor` facilitates.

    Agrees with `ThreadAccess.can_facilitate`. `through` names the relation from the row to its thread; empty
    for threads themselves.
    """
    return _led_q(actor, (FACILITATE_GROUP,), through)


def _led_q(actor: Actor, of_group: Sequence[str], through: str) -> Q:
    pk, prefix = (f"{through}_id", f"{through}__") if through else ("pk", "")
    ours = (
        has_grant_q(InitiativeGroupUserPermission, actor, one, of=f"{prefix}group_id") for one in of_group
    )
    applies = group_rights_apply_q(actor, through)
    return has_grant_q(ThreadUserPermission, actor, FACILITATE, of=pk) | (applies & reduce(or_, ours))


def group_rights_apply_q(actor: Actor, through: str = "") -> Q:
    """Return the condition on rows in whose thread a right to lead or record its group applies.

    Agrees with `ThreadAccess._holds_in_group`. See `facilitated_q` for `through`.
    """
    pk, prefix = (f"{through}_id", f"{through}__") if through else ("pk", "")
    restricted = Q(**{f"{prefix}visibility": Visibility.RESTRICTED})
    return ~restricted | has_grant_q(ThreadUserPermission, actor, SPEAK, of=pk)


def visible_thread_ids_q(actor: Actor) -> Q | None:
    """Return the condition on readable threads as lists of ids; None for more than `MAX_IDS` ids.

    Also None for the system and for anonymous actors.
    """
    if actor.person_id is None:
        return None
    own = _find_readable_ids(ThreadUserPermission, actor.person_id, READ)
    of_group = _find_readable_ids(InitiativeGroupUserPermission, actor.person_id, READ_GROUP)
    if own is None or of_group is None:
        return None
    return Q(pk__in=own) | (SHARED_Q & Q(group__in=of_group))


def plan_thread_list(actor: Actor, at: Any, *, few: bool) -> Q | AccessPaths:
    """Return the condition, or the access paths, by which the pages of a list are read at a moment.

    For an actor with `few` grants the access paths are merged; otherwise the grants are checked for each
    thread, in the order of the list.
    """
    if not few:
        return visible_threads_q(actor, GrantQuery(RowwiseExists, at))

    own = list_live_grants_of(ThreadUserPermission, actor, READ, at).values("content_object")
    ours = list_live_grants_of(InitiativeGroupUserPermission, actor, READ_GROUP, at)
    return AccessPath(SHARED_Q, ours, "group"), AccessPath(one_of_q("pk", own))


def _find_readable_ids(table: type[Grant], person_id: UUID, codename: str) -> list[UUID] | None:
    """Return the ids of containers in which a person holds `codename`; None for more than `MAX_IDS`."""
    held_now = list_grants_held_by(table, person_id, MAX_IDS)
    if held_now is None:
        return None
    return [container_id for container_id, codenames in held_now.items() if codename in codenames]
