"""Live grants, asked as SQL for lists and as single answers, for every room.

Grants are never asked through `has_perm`: superusers would pass it, and rows whose time is over.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from groups.grants import sources_of
from groups.models import Grant, InitiativeGroupUserPermission
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Source
from viche.kernel.sql import prepared

READ = "read_initiativegroup"
SPEAK = "speak_initiativegroup"
RECORD = "record_initiativegroup"
FACILITATE = "facilitate_initiativegroup"

# Merging a page costs fifty rows of each group; asking row by row costs the more, the smaller a part of all
# groups somebody reads. In a country of a thousand groups both are even at the root of a thousand; a member
# holds two grants on each.
FEW_GROUPS = 32
MOST_ON_GROUPS = 2 * FEW_GROUPS
MOST_ON_THINGS = 300

NOBODY = Q(pk__in=())
ANYBODY = ~NOBODY


Holdings = dict[UUID, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Asking:
    """How a condition asks for grants: as the planner likes it, or row by row with `Probe`; at which moment
    (None: now).
    """

    exists: type[Exists] = Exists
    at: Any = None


NOW = Asking()


def live(table: type[Grant], at: Any = None) -> QuerySet[Any]:
    """The grants of a table whose time is not over at a moment (now)."""
    still = Q(valid_until=None) | Q(valid_until__gt=now() if at is None else at)
    rows: QuerySet[Any] = table.objects.filter(still)
    return rows


HOLDINGS = """
    SELECT content_object_id, permission.codename FROM {table}
    JOIN auth_permission AS permission ON permission.id = permission_id
    WHERE user_id = %(person_id)s AND (valid_until IS NULL OR valid_until > %(now)s) LIMIT %(most)s::bigint
"""


def holdings(table: type[Grant], person_id: UUID, most: int | None = None) -> Holdings | None:
    """The codenames that somebody holds in a table now, by container; None when they are more than `most`."""
    facts = {"person_id": person_id, "now": now(), "most": None if most is None else most + 1}
    rows = prepared(HOLDINGS.format(table=table._meta.db_table), facts)
    if most is not None and len(rows) > most:
        return None
    found: dict[UUID, set[str]] = defaultdict(set)
    for container_id, codename in rows:
        found[container_id].add(codename)
    return {container_id: frozenset(names) for container_id, names in found.items()}


def given(table: type[Grant], actor: Actor, codename: str, at: Any = None) -> QuerySet[Any]:
    """Live grants of `codename` to a person. The permission is looked up once a query, not once a row.

    Its name suffices: no other permission ever stands in the table of one kind of container.
    """
    permission = Permission.objects.filter(codename=codename).order_by()
    return live(table, at).filter(user=actor.person_id, permission=permission.values("pk")[:1])


def held(table: type[Grant], actor: Actor, codename: str, of: str = "pk", asking: Asking = NOW) -> Q:
    """A condition on rows whose container (the column `of`) is granted to `actor`: an indexed EXISTS.

    The system holds everything, nobody nothing.
    """
    if actor.is_system:
        return ANYBODY
    if actor.person_id is None:
        return NOBODY
    return Q(asking.exists(given(table, actor, codename, asking.at).filter(content_object=OuterRef(of))))


def grant_on(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> Grant | None:
    """The live grant itself, for who must know its `valid_until`."""
    if actor.person_id is None:
        return None
    row: Grant | None = given(table, actor, codename).filter(content_object=container_id).first()
    return row


def holds(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> bool:
    """Whether `actor` holds `codename` on one container now."""
    return actor.is_system or grant_on(table, actor, codename, container_id) is not None


def holds_few(person_id: Any, *others: type[Grant]) -> Q:
    """Whether somebody holds so few grants on groups, and on single things of `others`, that the pages of a
    list are best merged from the rows of each. It is the same for all rows, and so asked once.
    """

    def more_than(most: int, table: type[Grant]) -> Exists:
        return Exists(table.objects.filter(user=person_id)[most : most + 1])

    few = ~Q(more_than(MOST_ON_GROUPS, InitiativeGroupUserPermission))
    for table in others:
        few &= ~Q(more_than(MOST_ON_THINGS, table))
    return few


Readers = dict[UUID, list[Source]]


def holders(container: Model, codename: str) -> Readers:
    """Who holds `codename` on a container now: each membership, deputyship or share that gives it, once."""
    at = now()
    found: dict[UUID, dict[Source, None]] = defaultdict(dict)
    for one in sources_of(container):
        if codename in one.codenames and one.term.includes(at):
            found[one.person_id][Source(one.kind, one.record_id, one.valid_until)] = None
    return {person_id: list(sources) for person_id, sources in found.items()}


def together(first: Readers, *others: Readers) -> Readers:
    """Who sees something in one of several ways, each with the sources of all of them."""
    found: Readers = defaultdict(list, {person_id: list(sources) for person_id, sources in first.items()})
    for other in others:
        for person_id, sources in other.items():
            found[person_id] += [one for one in sources if one not in found[person_id]]
    return found
