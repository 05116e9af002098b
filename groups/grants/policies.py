"""Queries on live grants, as conditions for lists and as single answers. Used by every app.

Do not use `has_perm`: it also grants superusers and expired rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from time import monotonic
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import DateTimeField, Exists, IntegerField, Model, OuterRef, Q, QuerySet, UUIDField

from groups.common.periods import Period, merge_periods
from groups.grants import list_sources_of, should_include_past
from groups.grants.models import Grant, InitiativeGroupUserPermission
from groups.grants.registry import CONTAINERS
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Source
from viche.kernel.prepared_queries import PreparedQuery, QueryParam
from viche.kernel.sql import execute_prepared

READ = "read_initiativegroup"
SPEAK = "speak_initiativegroup"
RECORD = "record_initiativegroup"
FACILITATE = "facilitate_initiativegroup"

# Merging reads fifty rows per group; probing row by row costs the more, the smaller the actor's share of all
# groups. With a thousand groups, both cost the same at about the square root of a thousand (32). A member
# holds two grants on each group.
FEW_GROUPS = 32
MAX_GRANTS_ON_GROUPS = 2 * FEW_GROUPS
MAX_GRANTS_ON_OBJECTS = 300
PLAN_CACHE_SECONDS = 600  # seconds for which a process caches the result of `has_few_grants`

MATCH_NONE = Q(pk__in=())
MATCH_ALL = ~MATCH_NONE


CodenamesByContainer = dict[UUID, frozenset[str]]
HeldRows = Sequence[tuple[UUID, int]]
_grants_held_cache: ContextVar[dict[tuple[type[Grant], UUID], HeldRows] | None] = ContextVar(
    "grants_held", default=None
)


@dataclass(frozen=True, slots=True)
class GrantQuery:
    """How a condition queries grants: with EXISTS as the planner prefers, or row by row (`RowwiseExists`).

    `at` is the moment at which the grants must be valid (None: now).
    """

    exists: type[Exists] = Exists
    at: Any = None


NOW = GrantQuery()


def list_live_grants(table: type[Grant], at: Any = None) -> QuerySet[Any]:
    """Return the grants of a table that are valid at a moment (default: now)."""
    still = Q(valid_until=None) | Q(valid_until__gt=now() if at is None else at)
    rows: QuerySet[Any] = table.objects.filter(still)
    return rows


GRANTS_HELD_SQL = """
    SELECT content_object_id, permission_id FROM {table}
    WHERE user_id = %(person_id)s AND (valid_until IS NULL OR valid_until > %(now)s) LIMIT %(most)s::bigint
"""


def list_grants_held_by(
    table: type[Grant], person_id: UUID, most: int | None = None
) -> CodenamesByContainer | None:
    """Return the codenames that a person holds in a grant table now, by container id.

    Returns None when there are more than `most` rows.
    """
    rows = _load_grants_held(table, person_id, most)
    if most is not None and len(rows) > most:
        return None
    found: dict[UUID, list[int]] = defaultdict(list)
    for container_id, permission in rows:
        found[container_id].append(permission)
    return {container_id: get_codenames(permissions) for container_id, permissions in found.items()}


@contextmanager
def cache_grants_held() -> Iterator[None]:
    """Cache the grants that people hold inside the block, which reads one snapshot and writes nothing."""
    token = _grants_held_cache.set({})
    try:
        yield
    finally:
        _grants_held_cache.reset(token)


def _load_grants_held(table: type[Grant], person_id: UUID, most: int | None) -> HeldRows:
    """Return containers and permissions; one row more than `most` where there are too many."""
    known, key = _grants_held_cache.get(), (table, person_id)
    if known is not None and key in known:
        return known[key]
    facts = {"person_id": person_id, "now": now(), "most": None if most is None else most + 1}
    rows = execute_prepared(GRANTS_HELD_SQL.format(table=table._meta.db_table), facts)
    if known is not None and (most is None or len(rows) <= most):
        known[key] = rows
    return rows


MAX_READABLE_IDS = 200
"""Limit of ids by which a query is narrowed: with more ids, the filter costs more than it saves."""


def list_readable_ids(actor: Actor, *tables: tuple[type[Grant], str]) -> set[UUID] | None:
    """Return ids of the containers that `actor` may read, by grant tables and their codenames.

    Returns None when there are more than `MAX_READABLE_IDS` rows in a table, and for the system, which reads
    everything.
    """
    if actor.person_id is None:
        return None if actor.is_system else set()
    found: set[UUID] = set()
    for table, codename in tables:
        held_now = list_grants_held_by(table, actor.person_id, MAX_READABLE_IDS)
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


def get_permission_id(codename: str) -> int:
    """Return the primary key of a container permission.

    A codename is unique among the permissions of all kinds of containers. Permissions are created by
    migrations and never change, so they are looked up once per process. Raises KeyError for a permission that
    does not exist.
    """
    if codename not in _keys:
        _look_up_permissions()
    return _keys[codename]


def get_codenames(keys: Collection[int]) -> frozenset[str]:
    """Return the codenames of permissions on containers; other permissions are skipped."""
    if not _codenames.keys() >= set(keys):
        _look_up_permissions()
    return frozenset(_codenames[key] for key in keys if key in _codenames)


def list_live_grants_of(table: type[Grant], actor: Actor, codename: str, at: Any = None) -> QuerySet[Any]:
    """Return the live grants of `codename` to a person."""
    return list_live_grants(table, at).filter(user=actor.person_id, permission=get_permission_id(codename))


def has_grant_q(
    table: type[Grant], actor: Actor, codename: str, of: str = "pk", asking: GrantQuery = NOW
) -> Q:
    """Return the condition on rows whose container (the column `of`) is granted to `actor`.

    An indexed EXISTS. The system holds everything, anonymous actors nothing.
    """
    if actor.is_system:
        return MATCH_ALL
    if actor.person_id is None:
        return MATCH_NONE
    return Q(
        asking.exists(
            list_live_grants_of(table, actor, codename, asking.at).filter(content_object=OuterRef(of))
        )
    )


def find_grant(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> Grant | None:
    """Return the live grant, or None; for callers that need its `valid_until`."""
    if actor.person_id is None:
        return None
    row: Grant | None = _prepare_grant_query(table).first(
        at=now(), user=actor.person_id, permission=get_permission_id(codename), container_id=container_id
    )
    return row


@cache
def _prepare_grant_query(table: type[Grant]) -> PreparedQuery[Any]:
    return PreparedQuery(
        lambda: list_live_grants(table, QueryParam("at", DateTimeField())).filter(
            user=QueryParam("user", UUIDField()),
            permission=QueryParam("permission", IntegerField()),
            content_object=QueryParam("container_id", UUIDField()),
        )
    )


def has_grant(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> bool:
    """Return whether `actor` holds `codename` on one container now."""
    return actor.is_system or find_grant(table, actor, codename, container_id) is not None


def has_few_grants(person_id: UUID, *others: type[Grant]) -> bool:
    """Return whether a person holds so few grants that list pages are better merged per container.

    Counts grants on groups, and on single objects of the tables `others`. Both query plans find the same
    rows, so the answer may be some minutes old: it is cached per process.
    """
    return _has_few_grants(person_id, others, int(monotonic() // PLAN_CACHE_SECONDS))


@lru_cache(maxsize=10_000)
def _has_few_grants(person_id: UUID, others: tuple[type[Grant], ...], _period: int) -> bool:
    def exceeds(table: type[Grant], most: int) -> bool:
        return table.objects.filter(user=person_id)[most : most + 1].exists()

    on_groups = exceeds(InitiativeGroupUserPermission, MAX_GRANTS_ON_GROUPS)
    return not (on_groups or any(exceeds(table, MAX_GRANTS_ON_OBJECTS) for table in others))


Readers = dict[UUID, list[Source]]


def list_grantees_of(container: Model, codename: str) -> Readers:
    """Return the people who hold `codename` on a container now, with the sources that give it to them.

    Sources are memberships, deputyships and shares. Inside `include_past_sources` it returns the holders at
    any time.
    """
    at = now()
    found: dict[UUID, dict[Source, None]] = defaultdict(dict)
    for one in list_sources_of(container):
        if codename in one.codenames and (should_include_past() or one.term.includes(at)):
            found[one.person_id][Source(one.kind, one.record_id, one.valid_until, one.valid_from)] = None
    return {person_id: list(sources) for person_id, sources in found.items()}


def merge_readers(first: Readers, *others: Readers) -> Readers:
    """Merge mappings of readers into one that has all sources of each person."""
    found: Readers = defaultdict(list, {person_id: list(sources) for person_id, sources in first.items()})
    for other in others:
        for person_id, sources in other.items():
            found[person_id] += [one for one in sources if one not in found[person_id]]
    if should_include_past():
        return {person_id: _merge_source_periods(sources) for person_id, sources in found.items()}
    return found


def restrict_readers(readers: Readers, terms: Sequence[Period]) -> Readers:
    """Restrict the sources of readers to some periods."""
    return {
        person_id: [
            replace(one, since=both.start, until=both.end)
            for one in sources
            for term in terms
            if not (both := Period(one.since, one.until) & term).is_empty
        ]
        for person_id, sources in readers.items()
    }


def _merge_source_periods(sources: Sequence[Source]) -> list[Source]:
    """Merge the periods of each record: access that continues by another rule of it has not ended."""
    terms: dict[tuple[str, UUID], list[Period]] = defaultdict(list)
    for one in sources:
        terms[one.kind, one.record_id].append(Period(one.since, one.until))
    return [
        Source(kind, record_id, term.end, term.start)
        for (kind, record_id), found in terms.items()
        for term in merge_periods(found)
    ]
