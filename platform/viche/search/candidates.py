"""Index entries that match a search, before permissions are applied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from viche.kernel.keyset_lists import apply_keyset
from viche.search.kinds import KINDS, Kind
from viche.search.models import Entry
from viche.search.query_parser import ParsedQuery

ORDER = ("-at", "-id")

MAX_NEWEST = 5_000
"""Limit of the newest entries to scan for frequent words, whose page is mostly among them."""
SAFETY_FACTOR = 2
"""Scan this many times the entries that would fill the page if matches were spread evenly."""


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What to search for.

    `keys`: ids that each result must all have (a group, an author, an organisation). `since` (inclusive) and
    `until` (exclusive) are instants.
    """

    question: ParsedQuery
    kinds: Sequence[Kind]
    keys: Sequence[UUID] = ()
    since: datetime | None = None
    until: datetime | None = None


def list_entries(wanted: SearchFilter, ids: Collection[UUID]) -> QuerySet[Entry]:
    """Return the entries of these objects that the filters permit, newest first, whatever their words are."""
    rows = Entry.objects.filter(pk__in=ids, keys__contains=list(wanted.keys)).defer("vector")
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    return rows.order_by(*ORDER)


class Candidates:
    """Matching entries in batches, newest first, each annotated with whether it `is_seen`.

    Either all matches are found by the words index and sorted, or the newest entries are scanned, as many as
    the page probably needs: whichever is faster according to PostgreSQL's statistics. A plan of PostgreSQL's
    own choice would walk all entries for a word that is frequent, but not where the reader may look.
    Permissions are checked only for the resulting entries.
    """

    def __init__(
        self, wanted: SearchFilter, places: Collection[UUID], seen: Q, after: Sequence[Any] | None = None
    ) -> None:
        self._fitting, self._values = _build_conditions(wanted, places)
        self._seen = Case(When(seen, then=True), default=False, output_field=BooleanField())
        self._after, self._until = after, wanted.until
        self._ended = False
        self._size = 0

    def next(self, size: int) -> list[Any]:
        """Return the next entries: at least `size` while there are any left, twice as many each time."""
        if self._ended:
            return []
        self._size = 2 * self._size or size
        rows = self._found()
        self._ended = len(rows) < self._size
        if rows:
            self._after = (rows[-1].at, rows[-1].pk)
        return rows

    def _found(self) -> list[Any]:
        if self._newest <= MAX_NEWEST:
            rows = self._ask(AMONG_NEWEST)
            if len(rows) == self._size:
                return rows
        return self._ask(BY_WORDS)

    @property
    def _newest(self) -> int:
        """How many of the newest entries probably contain the next matches."""
        fitting, every = self._row_estimates
        return SAFETY_FACTOR * self._size * every // max(fitting, 1)

    @cached_property
    def _row_estimates(self) -> tuple[int, int]:
        """Estimates of PostgreSQL for the number of matches and of all entries."""
        with connection.cursor() as cursor:
            cursor.execute(ESTIMATE_SQL.format(fitting=self._fitting), self._values)
            fitting, every = cursor.fetchone()[0][0]["Plan"]["Plans"]
        return int(fitting["Plan Rows"]), int(every["Plan Rows"])

    def _ask(self, statement: str) -> list[Any]:
        later, place = self._later()
        # The order of the parameters differs: the newest are limited before they are filtered, the others
        # filtered before they are sorted.
        values = (
            [*place, self._newest, *self._values] if statement is AMONG_NEWEST else [*self._values, *place]
        )
        fitting = RawSQL(  # noqa: S611 - constants only; whatever was typed is a value
            statement.format(fitting=self._fitting, later=later), [*values, self._size]
        )
        rows = Entry.objects.filter(pk__in=fitting).annotate(is_seen=self._seen)
        return list(apply_keyset(rows.defer("vector"), ORDER, None))

    def _later(self) -> tuple[str, list[Any]]:
        """Return the condition on where to begin: after the last entry, and before `until`."""
        found = [] if self._after is None else [(KEYSET_CONDITION, list(self._after))]
        if self._until is not None:
            found.append(("at < %s", [self._until]))
        conditions, values = [one for one, _value in found], [value for _one, of in found for value in of]
        return " AND ".join(conditions) or "true", values


ESTIMATE_SQL = """
    EXPLAIN (FORMAT JSON)
    SELECT 1 FROM search_entry WHERE {fitting} UNION ALL SELECT 1 FROM search_entry
"""
KEYSET_CONDITION = "(at, id) < (%s::timestamptz, %s::uuid)"
BY_WORDS = """
    WITH fitting AS MATERIALIZED (SELECT at, id FROM search_entry WHERE {fitting})
    SELECT id FROM fitting WHERE {later} ORDER BY at DESC, id DESC LIMIT %s
"""
AMONG_NEWEST = """
    WITH newest AS (
        SELECT at, id, vector, keys FROM search_entry WHERE {later} ORDER BY at DESC, id DESC LIMIT %s
    )
    SELECT id FROM newest WHERE {fitting} ORDER BY at DESC, id DESC LIMIT %s
"""


def _to_array_literal(ids: Collection[UUID]) -> str:
    """Return an array literal of ids: the driver would adapt each id for every statement."""
    return "{" + ",".join(map(str, ids)) + "}"


def _build_conditions(wanted: SearchFilter, places: Collection[UUID]) -> tuple[str, list[Any]]:
    """Return the condition on matching entries, and its parameters in their order."""
    kinds = [kind.key for kind in wanted.kinds]
    found: list[tuple[str, Any]] = [
        ("vector @@ %s::tsquery", wanted.question.query),
        ("keys && %s::uuid[]", _to_array_literal(places)),
    ]
    if len(kinds) < len(KINDS):
        found.append(("keys && %s::uuid[]", kinds))
    if wanted.keys:
        found.append(("keys @> %s::uuid[]", list(wanted.keys)))
    if wanted.since is not None:
        found.append(("at >= %s", wanted.since))
    return " AND ".join(condition for condition, _value in found), [value for _condition, value in found]
