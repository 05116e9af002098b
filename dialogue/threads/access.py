"""What somebody holds on a thread and on its group, and which threads they see by it.

The same question is answered in ways that agree: for one thread that is at hand (`Standing.sees`), as a
condition of a query (`seen_by`), as one with the ids already looked up (`listed_for`), and for the pages of a
list (`list_for`).
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
    Asking,
    codenames_of,
    given,
    held,
    holdings,
)
from groups.selectors import seats_in
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.lists import Probe, Way, Ways, one_of
from viche.kernel.prepared import made
from viche.kernel.sql import prepared

READ = "read_thread"
SPEAK = "speak_thread"
FACILITATE = "facilitate_thread"
CODENAMES = frozenset({READ, SPEAK, FACILITATE})

# What the whole group reads: a draft is seen by rows of its own, as something restricted is.
SHARED = Q(visibility=Visibility.GROUP) & ~Q(state=ThreadState.DRAFT)
# Of what its group knows that it is there, though only some read it.
ANNOUNCED = Q(announced_at__isnull=False)

# Up to so many ids a list of them is quicker than asking row by row: the planner sees how many they are.
MOST_IDS = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """The codenames that somebody holds now on a thread and on its group. `heads`: they have the seat of who
    leads the group of a public thread, where nobody leads because it rests.
    """

    thread: frozenset[str]
    group: frozenset[str]
    heads: bool = False

    def sees(self, thread: Thread) -> bool:
        return READ in self.thread or self._through_group(thread, READ_GROUP)

    def sits(self, thread: Thread) -> bool:
        """Whether they see what they see of the group as one of it, and not as a guest."""
        return READ_GROUP in self.group

    def speaks(self, thread: Thread) -> bool:
        return SPEAK in self.thread or self._through_group(thread, SPEAK_GROUP)

    def leads(self, thread: Thread) -> bool:
        """Whether they facilitate the thread, or the group of a thread that they see."""
        return FACILITATE in self.thread or FACILITATE_GROUP in self.group

    def leads_group(self, thread: Thread) -> bool:
        """Whether they facilitate the group of a thread that they see."""
        return FACILITATE_GROUP in self.group

    def takes_back(self, thread: Thread) -> bool:
        """Whether they may have a public thread read by its group alone: at any time, also in one that is
        over.
        """
        return self.leads(thread) or self.heads

    def assigns(self, thread: Thread) -> bool:
        """Whether they may turn what was said into work: those who lead, and the keeper of the records."""
        return self.leads(thread) or RECORD_GROUP in self.group

    def _through_group(self, thread: Thread, codename: str) -> bool:
        return thread.is_shared_with_group and codename in self.group


# The system leads every thread and group, and sits with everybody.
ALL = Standing(CODENAMES, frozenset({READ_GROUP, FACILITATE_GROUP}))
NONE = Standing(frozenset(), frozenset())


# ---- for threads that are at hand ------------------------------------------------------------------------


def standing_of(actor: Actor, thread: Thread) -> Standing:
    """What `actor` holds now, or held when the thread was found or brought for them: then without a query."""
    if actor.is_system:
        return ALL
    if actor.person_id is None:
        return NONE
    if _is_brought(actor, thread):
        standing, heads = _brought(thread), thread.__dict__.get("standing_heads")
    else:
        own = _held(ThreadUserPermission, actor.person_id, thread.pk)
        standing = Standing(own, _held(InitiativeGroupUserPermission, actor.person_id, thread.group_id))
        heads = None
    if not _may_head(thread, standing):
        return standing
    if heads is None:
        heads = bool(_headed(actor.person_id, [thread.group_id]))
    return replace(standing, heads=heads)


def note_standing(actor: Actor, thread: Thread, own: Sequence[int], of_group: Sequence[int]) -> None:
    """Remember what `actor` holds on a thread and on its group, as `STANDING` found it."""
    thread.__dict__.update(standing_person=actor.person_id, standing_thread=own, standing_group=of_group)


def note_heads(actor: Actor, threads: Sequence[Thread]) -> None:
    """Remember beside that of which groups `actor` has the seat of who leads them, in one query for all."""
    asked = [one for one in threads if _is_brought(actor, one) and _may_head(one, _brought(one))]
    if asked and actor.person_id is not None:
        headed = _headed(actor.person_id, {one.group_id for one in asked})
        for one in asked:
            one.__dict__["standing_heads"] = one.group_id in headed


def _may_head(thread: Thread, standing: Standing) -> bool:
    """Whoever speaks in a group finds it at work: nothing is asked for them."""
    return thread.is_public and READ_GROUP in standing.group and SPEAK_GROUP not in standing.group


def _headed(person_id: UUID, group_ids: Collection[UUID]) -> set[UUID]:
    seats = seats_in(person_id, group_ids)
    return {seat.membership.group_id for seat in seats if seat.role == Role.FACILITATOR}


def _brought(thread: Thread) -> Standing:
    brought: Any = thread
    return Standing(codenames_of(brought.standing_thread), codenames_of(brought.standing_group))


def _is_brought(actor: Actor, thread: Thread) -> bool:
    return thread.__dict__.get("standing_person") == actor.person_id


def _held(table: type[Grant], person_id: UUID, container_id: UUID) -> frozenset[str]:
    known = {"person_id": person_id, "container_id": container_id, "now": now()}
    return codenames_of([key for (key,) in prepared(HELD.format(table=table._meta.db_table), known)])


HELD = """
    SELECT permission_id FROM {table}
    WHERE user_id = %(person_id)s AND content_object_id = %(container_id)s
      AND (valid_until IS NULL OR valid_until > %(now)s)
"""
# One thread with what a person holds on it and on its group. Written out, since this is asked before every
# message and every page: building the same from querysets takes longer than PostgreSQL needs to answer.
STANDING = """
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
NAMES = [one.attname for one in FIELDS]
FIND = f"""
    SELECT {", ".join(f"thread.{one.column}" for one in FIELDS)}, {STANDING.format(person="%(person_id)s")}
    FROM dialogue_thread AS thread WHERE thread.id = %(thread_id)s
"""  # noqa: S608 - constants only


def find_seen(actor: Actor, thread_id: UUID) -> Thread | None:
    """A thread that `actor` sees, with their standing, in one query; None when they do not see it."""
    known = {"person_id": actor.person_id, "now": now(), "thread_id": thread_id}
    for *values, own, of_group in prepared(FIND, known):
        thread = made(Thread, NAMES, values)
        note_standing(actor, thread, own, of_group)
        return thread if standing_of(actor, thread).sees(thread) else None
    return None


# ---- for threads that are to be found --------------------------------------------------------------------


def seen_by(actor: Actor, asking: Asking = NOW) -> Q:
    """The condition on threads that agrees with `Standing.sees`, by EXISTS over the grants."""

    ours = held(InitiativeGroupUserPermission, actor, READ_GROUP, of="group_id", asking=asking)
    return held(ThreadUserPermission, actor, READ, asking=asking) | (SHARED & ours)


def known_to(actor: Actor) -> Q:
    """The condition on threads of which `actor` knows that they are there: those that they see, and those
    that are announced to a group which they read.
    """
    return seen_by(actor) | (
        ANNOUNCED & held(InitiativeGroupUserPermission, actor, READ_GROUP, of="group_id")
    )


def listed_for(actor: Actor) -> Q:
    """The same with the ids looked up first, in two queries: how many they are decides the plan of a list."""
    by_ids = seen_by_ids(actor)
    return seen_by(actor) if by_ids is None else by_ids


def moderated_by(actor: Actor, thread: str = "pk", group: str = "group_id") -> Q:
    """The condition on rows of threads, which `actor` sees, that agrees with `Standing.assigns`; `thread` and
    `group` are the columns of the row that name them.
    """
    ours = (
        held(InitiativeGroupUserPermission, actor, one, of=group) for one in (FACILITATE_GROUP, RECORD_GROUP)
    )
    return reduce(or_, ours, held(ThreadUserPermission, actor, FACILITATE, of=thread))


def seen_by_ids(actor: Actor) -> Q | None:
    """The same; None where there are too many ids."""
    if actor.person_id is None:
        return None
    own = _readable(ThreadUserPermission, actor.person_id, READ)
    of_group = _readable(InitiativeGroupUserPermission, actor.person_id, READ_GROUP)
    if own is None or of_group is None:
        return None
    return Q(pk__in=own) | (SHARED & Q(group__in=of_group))


def list_for(actor: Actor, at: Any, *, few: bool) -> Q | Ways:
    """The same for the pages of a list at a moment: merged for somebody who holds `few` grants; else each
    thread is asked, in the order of the list.
    """
    if not few:
        return seen_by(actor, Asking(Probe, at))

    own = given(ThreadUserPermission, actor, READ, at).values("content_object")
    ours = given(InitiativeGroupUserPermission, actor, READ_GROUP, at)
    return Way(SHARED, ours, "group"), Way(one_of("pk", own))


def _readable(table: type[Grant], person_id: UUID, codename: str) -> list[UUID] | None:
    """What somebody reads by a table; None when they hold too much there."""
    held_now = holdings(table, person_id, MOST_IDS)
    if held_now is None:
        return None
    return [container_id for container_id, codenames in held_now.items() if codename in codenames]
