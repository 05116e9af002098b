"""Where the words stand that somebody looks for, whoever may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, Q, When
from django.db.models.expressions import RawSQL

from viche.kernel.lists import in_order
from viche.search.kinds import KINDS, Kind
from viche.search.models import Entry
from viche.search.questions import Question

ORDER = ("-at", "-id")

NEWEST = 5_000
"""Up to so many of the newest entries are looked through for what is frequent: its page is mostly there."""
ROOM = 2
"""So many times as many as would hold the page, if what fits were spread evenly."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `keys`: ids of which each thing has all (a group, an author, an organisation).

    `since` and `until` are moments; the second is not included.
    """

    question: Question
    kinds: Sequence[Kind]
    keys: Sequence[UUID] = ()
    since: datetime | None = None
    until: datetime | None = None


class Candidates:
    """Entries that fit, newest first, some at a time, each with whether it `is_seen`.

    Either all that fit are found by their words and put in order, or the newest are looked through, as many
    as the page probably needs: which is quicker, the statistics of PostgreSQL say. A plan of its own choice
    would walk through all entries for a word that is frequent, but not where the finder may look. Only then
    each is asked whether it is seen.
    """

    def __init__(
        self, wanted: Wanted, places: Collection[UUID], seen: Q, after: Sequence[Any] | None = None
    ) -> None:
        self._fitting, self._values = _conditions(wanted, places)
        self._seen = Case(When(seen, then=True), default=False, output_field=BooleanField())
        self._after, self._until = after, wanted.until
        self._ended = False
        self._size = 0

    def next(self, size: int) -> list[Any]:
        """The next ones: at least `size` of them as long as there are so many, each time twice as many."""
        if self._ended:
            return []
        self._size = 2 * self._size or size
        rows = self._found()
        self._ended = len(rows) < self._size
        if rows:
            self._after = (rows[-1].at, rows[-1].pk)
        return rows

    def _found(self) -> list[Any]:
        if self._newest <= NEWEST:
            rows = self._ask(AMONG_NEWEST)
            if len(rows) == self._size:
                return rows
        return self._ask(BY_WORDS)

    @property
    def _newest(self) -> int:
        """In how many of the newest entries the next ones probably are."""
        fitting, every = self._reckoned
        return ROOM * self._size * every // max(fitting, 1)

    @cached_property
    def _reckoned(self) -> tuple[int, int]:
        """How many entries fit and how many there are, as PostgreSQL reckons."""
        with connection.cursor() as cursor:
            cursor.execute(RECKONED.format(fitting=self._fitting), self._values)
            fitting, every = cursor.fetchone()[0][0]["Plan"]["Plans"]
        return int(fitting["Plan Rows"]), int(every["Plan Rows"])

    def _ask(self, statement: str) -> list[Any]:
        later, place = self._later()
        # The newest are taken before they are looked through, those with the words before they are sorted.
        values = (
            [*place, self._newest, *self._values] if statement is AMONG_NEWEST else [*self._values, *place]
        )
        fitting = RawSQL(  # noqa: S611 - constants only; whatever was typed is a value
            statement.format(fitting=self._fitting, later=later), [*values, self._size]
        )
        rows = Entry.objects.filter(pk__in=fitting).annotate(is_seen=self._seen)
        return list(in_order(rows.defer("vector"), ORDER, None))

    def _later(self) -> tuple[str, list[Any]]:
        """Where to begin: after the last one, and not before what is asked for."""
        found = [] if self._after is None else [(LATER, list(self._after))]
        if self._until is not None:
            found.append(("at < %s", [self._until]))
        conditions, values = [one for one, _value in found], [value for _one, of in found for value in of]
        return " AND ".join(conditions) or "true", values


RECKONED = """
    EXPLAIN (FORMAT JSON)
    SELECT 1 FROM search_entry WHERE {fitting} UNION ALL SELECT 1 FROM search_entry
"""
LATER = "(at, id) < (%s::timestamptz, %s::uuid)"
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


def _array(ids: Collection[UUID]) -> str:
    """Of up to a thousand, and for several statements: the driver would write out each of them every time."""
    return "{" + ",".join(map(str, ids)) + "}"


def _conditions(wanted: Wanted, places: Collection[UUID]) -> tuple[str, list[Any]]:
    """The condition on entries that fit, and its values in their order."""
    kinds = [kind.key for kind in wanted.kinds]
    found: list[tuple[str, Any]] = [
        ("vector @@ %s::tsquery", wanted.question.query),
        ("keys && %s::uuid[]", _array(places)),
    ]
    if len(kinds) < len(KINDS):
        found.append(("keys && %s::uuid[]", kinds))
    if wanted.keys:
        found.append(("keys @> %s::uuid[]", list(wanted.keys)))
    if wanted.since is not None:
        found.append(("at >= %s", wanted.since))
    return " AND ".join(condition for condition, _value in found), [value for _condition, value in found]
