"""Live grants, asked as SQL for lists and as single answers, for every room.

Grants are never asked through `has_perm`: superusers would pass it, and rows whose time is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from time import monotonic
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import DateTimeField, Exists, IntegerField, Model, OuterRef, Q, QuerySet, UUIDField

from groups.common.periods import Term, joined
from groups.grants import of_all_time, sources_of
from groups.grants.models import Grant, InitiativeGroupUserPermission
from groups.grants.registry import CONTAINERS
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Source
from viche.kernel.prepared import Given, Prepared
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
REMEMBERED = 600  # seconds for which a process knows which plan fits whom

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
    SELECT content_object_id, permission_id FROM {table}
    WHERE user_id = %(person_id)s AND (valid_until IS NULL OR valid_until > %(now)s) LIMIT %(most)s::bigint
"""


def holdings(table: type[Grant], person_id: UUID, most: int | None = None) -> Holdings | None:
    """The codenames that somebody holds in a table now, by container; None when they are more than `most`."""
    facts = {"person_id": person_id, "now": now(), "most": None if most is None else most + 1}
    rows = prepared(HOLDINGS.format(table=table._meta.db_table), facts)
    if most is not None and len(rows) > most:
        return None
    found: dict[UUID, list[int]] = defaultdict(list)
    for container_id, permission in rows:
        found[container_id].append(permission)
    return {container_id: codenames_of(permissions) for container_id, permissions in found.items()}


MOST_PLACES = 200
"""Ids of places by which what somebody sees is narrowed; beyond so many it is not worth it."""


def places_read(actor: Actor, *tables: tuple[type[Grant], str]) -> set[UUID] | None:
    """The ids of what `actor` reads by some tables, each with its codename. None: they are too many, or this
    is the system, which reads everything.
    """
    if actor.person_id is None:
        return None if actor.is_system else set()
    found: set[UUID] = set()
    for table, codename in tables:
        held_now = holdings(table, actor.person_id, MOST_PLACES)
        if held_now is None:
            return None
        found.update(container_id for container_id, names in held_now.items() if codename in names)
    return found


_keys: dict[str, int] = {}
_codenames: dict[int, str] = {}


def _look_up_permissions() -> None:
    codenames = [codename for kind in CONTAINERS.values() for codename in kind.codenames]
    found = dict(Permission.objects.filter(codename__in=codenames).values_list("codename", "pk"))
    _keys.update(found)
    _codenames.update({key: codename for codename, key in found.items()})


def permission_of(codename: str) -> int:
    """The key of a permission on containers. Its name suffices: no other stands in the table of one kind.

    Migrations make them and nothing changes them, so a process looks them up once. Raises KeyError for one
    that is not there yet.
    """
    if codename not in _keys:
        _look_up_permissions()
    return _keys[codename]


def codenames_of(keys: Collection[int]) -> frozenset[str]:
    """The names of some permissions on containers; what is none has none."""
    if not _codenames.keys() >= set(keys):
        _look_up_permissions()
    return frozenset(_codenames[key] for key in keys if key in _codenames)


def given(table: type[Grant], actor: Actor, codename: str, at: Any = None) -> QuerySet[Any]:
    """Live grants of `codename` to a person."""
    return live(table, at).filter(user=actor.person_id, permission=permission_of(codename))


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
    row: Grant | None = _one_grant(table).first(
        at=now(), user=actor.person_id, permission=permission_of(codename), container_id=container_id
    )
    return row


@cache
def _one_grant(table: type[Grant]) -> Prepared[Any]:
    return Prepared(
        lambda: live(table, Given("at", DateTimeField())).filter(
            user=Given("user", UUIDField()),
            permission=Given("permission", IntegerField()),
            content_object=Given("container_id", UUIDField()),
        )
    )


def holds(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> bool:
    """Whether `actor` holds `codename` on one container now."""
    return actor.is_system or grant_on(table, actor, codename, container_id) is not None


def holds_few(person_id: UUID, *others: type[Grant]) -> bool:
    """Whether somebody holds so few grants on groups, and on single things of `others`, that the pages of a
    list are best merged from the rows of each. Either plan finds the same rows, so what was true some minutes
    ago will do: a process asks once in a while.
    """
    return _held_few(person_id, others, int(monotonic() // REMEMBERED))


@lru_cache(maxsize=10_000)
def _held_few(person_id: UUID, others: tuple[type[Grant], ...], _period: int) -> bool:
    def exceeds(table: type[Grant], most: int) -> bool:
        return table.objects.filter(user=person_id)[most : most + 1].exists()

    on_groups = exceeds(InitiativeGroupUserPermission, MOST_ON_GROUPS)
    return not (on_groups or any(exceeds(table, MOST_ON_THINGS) for table in others))


Readers = dict[UUID, list[Source]]


def holders(container: Model, codename: str) -> Readers:
    """Who holds `codename` on a container now: each membership, deputyship or share that gives it, once.

    Inside `sources_of_all_time`, whoever held it at any time.
    """
    at = now()
    found: dict[UUID, dict[Source, None]] = defaultdict(dict)
    for one in sources_of(container):
        if codename in one.codenames and (of_all_time() or one.term.includes(at)):
            found[one.person_id][Source(one.kind, one.record_id, one.valid_until, one.valid_from)] = None
    return {person_id: list(sources) for person_id, sources in found.items()}


def together(first: Readers, *others: Readers) -> Readers:
    """Who sees something in one of several ways, each with the sources of all of them."""
    found: Readers = defaultdict(list, {person_id: list(sources) for person_id, sources in first.items()})
    for other in others:
        for person_id, sources in other.items():
            found[person_id] += [one for one in sources if one not in found[person_id]]
    if of_all_time():
        return {person_id: _without_breaks(sources) for person_id, sources in found.items()}
    return found


def during(readers: Readers, terms: Sequence[Term]) -> Readers:
    """The same for the time of it that some terms include."""
    return {
        person_id: [
            replace(one, since=both.start, until=both.end)
            for one in sources
            for term in terms
            if not (both := Term(one.since, one.until) & term).is_empty
        ]
        for person_id, sources in readers.items()
    }


def _without_breaks(sources: Sequence[Source]) -> list[Source]:
    """Each record of some sources for all the time that it gave: what goes on by another rule is not over."""
    terms: dict[tuple[str, UUID], list[Term]] = defaultdict(list)
    for one in sources:
        terms[one.kind, one.record_id].append(Term(one.since, one.until))
    return [
        Source(kind, record_id, term.end, term.start)
        for (kind, record_id), found in terms.items()
        for term in joined(found)
    ]
