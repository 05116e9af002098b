"""Until when people may read threads: for many people and threads at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField

from dialogue.threads.access import (
    READ,
    ThreadAccess,
)
from dialogue.threads.models import Thread, ThreadUserPermission
from groups.models import Grant, InitiativeGroupUserPermission
from groups.policies import (
    READ as READ_GROUP,
    list_live_grants,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.prepared_queries import PreparedQuery, QueryParam

READ_SCOPE, WRITE_SCOPE = "dialogue:read", "dialogue:write"


@dataclass(frozen=True, slots=True)
class ThreadVisibility:
    """A person may read a thread until a moment (None: no end is known).

    `restricted`: the thread is not for the whole group, so that reads are logged. `is_group_member`: they
    read it as a member of the group, and so may see who else does. `can_post`: they may post in it.
    """

    until: datetime | None
    restricted: bool
    is_group_member: bool
    can_post: bool = False


GrantEnds = dict[str, datetime | None]


def resolve_visibility(questions: Sequence[tuple[Actor, UUID]]) -> list[ThreadVisibility | None]:
    """Return the visibility of each thread for its actor, in three queries; None if there is none."""
    people = {actor.person_id for actor, _thread in questions}
    threads = {
        thread.pk: thread
        for thread in THREADS_BY_IDS.all(ids=list({thread_id for _actor, thread_id in questions}))
    }
    own = load_grant_ends(ThreadUserPermission, people, threads.keys())
    of_group = load_grant_ends(
        InitiativeGroupUserPermission, people, {thread.group_id for thread in threads.values()}
    )
    answers: list[ThreadVisibility | None] = []
    for actor, thread_id in questions:
        thread = threads.get(thread_id)
        if thread is None or not actor.has_scope(READ_SCOPE):
            answers.append(None)
            continue
        mine, ours = own[actor.person_id, thread.pk], of_group[actor.person_id, thread.group_id]
        answers.append(_build_visibility(thread, mine, ours))
    return answers


def _build_visibility(thread: Thread, own: GrantEnds, of_group: GrantEnds) -> ThreadVisibility | None:
    standing = ThreadAccess(frozenset(own), frozenset(of_group))
    if not standing.can_read(thread):
        return None
    ends = [own[READ]] if READ in own else []
    if thread.is_shared_with_group and READ_GROUP in of_group:
        ends.append(of_group[READ_GROUP])
    known = [end for end in ends if end is not None]
    until = max(known) if len(known) == len(ends) else None
    return ThreadVisibility(
        until, thread.is_restricted, standing.is_group_member(thread), standing.can_post(thread)
    )


def load_grant_ends(
    table: type[Grant], people: Collection[UUID | None], containers: Collection[UUID]
) -> dict[tuple[UUID | None, UUID], GrantEnds]:
    """Return the live grants by person and container, each with its end, in one query at most."""
    if not containers:
        return {}
    found: dict[tuple[UUID | None, UUID], GrantEnds] = defaultdict(dict)
    for grant in GRANTS_BY_TABLE[table].all(people=list(people), containers=list(containers), at=now()):
        found[grant.user_id, grant.content_object_id][grant.permission.codename] = grant.valid_until
    return found


# Used for all connecting clients at once, and at every change of access.
THREADS_BY_IDS = PreparedQuery(lambda: Thread.objects.filter(ids_param_q("pk", "ids")))


def _prepare_grants(table: type[Grant]) -> PreparedQuery[Any]:
    return PreparedQuery(
        lambda: (
            list_live_grants(table, QueryParam("at", DateTimeField()))
            .filter(ids_param_q("user", "people"), ids_param_q("content_object", "containers"))
            .select_related("permission")
            .only("user", "content_object", "valid_until", "permission__codename")
        )
    )


GRANTS_BY_TABLE: dict[type[Grant], PreparedQuery[Any]] = {
    table: _prepare_grants(table) for table in (ThreadUserPermission, InitiativeGroupUserPermission)
}
