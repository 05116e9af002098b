"""Where the words stand that somebody looks for, whoever may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from viche.search.kinds import Kind
from viche.search.questions import Question

FREQUENT = 5_000
"""From so many entries on a question is first put to the newest alone: that is where its page most often is.
"""
NEWEST = 5_000
"""Entries that are looked through for it."""


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
    """The ids of entries that fit, newest first, some at a time.

    Either all that fit are found by their words and put in order, or the newest are looked through: which is
    quicker, the statistics of PostgreSQL say. A plan of its own choice would walk through all entries for a
    word that is frequent, but not where the finder may look.
    """

    def __init__(self, wanted: Wanted, places: Collection[UUID], after: Sequence[Any] | None = None) -> None:
        self._conditions, self._values = _conditions(wanted, places)
        self._after = after
        self._ended = False
        self._size = 0

    def next(self, size: int) -> list[UUID]:
        """The next ids: at least `size` of them as long as there are so many, each time twice as many."""
        if self._ended:
            return []
        self._size = 2 * self._size or size
        rows = self._found()
        self._ended = len(rows) < self._size
        self._after = rows[-1] if rows else self._after
        return [pk for _at, pk in rows]

    def _found(self) -> list[tuple[datetime, UUID]]:
        if self._is_frequent():
            rows = self._ask(AMONG_NEWEST)
            if len(rows) == self._size:
                return rows
        return self._ask(BY_WORDS)

    def _is_frequent(self) -> bool:
        return self._frequency() >= FREQUENT

    def _frequency(self) -> int:
        """How many entries fit, as PostgreSQL reckons."""
        with connection.cursor() as cursor:
            cursor.execute(RECKONED.format(fitting=self._conditions), self._values)
            return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])

    def _ask(self, statement: str) -> list[tuple[datetime, UUID]]:
        later = "true" if self._after is None else "(at, id) < (%(at)s::timestamptz, %(id)s::uuid)"
        at, pk = self._after or (None, None)
        values = {**self._values, "at": at, "id": pk, "size": self._size, "newest": NEWEST}
        with connection.cursor() as cursor:
            cursor.execute(statement.format(fitting=self._conditions, later=later), values)
            rows: list[tuple[datetime, UUID]] = cursor.fetchall()
            return rows


RECKONED = "EXPLAIN (FORMAT JSON) SELECT 1 FROM search_entry WHERE {fitting}"
BY_WORDS = """
    WITH fitting AS MATERIALIZED (SELECT at, id FROM search_entry WHERE {fitting})
    SELECT at, id FROM fitting WHERE {later} ORDER BY at DESC, id DESC LIMIT %(size)s
"""
AMONG_NEWEST = """
    WITH newest AS (
        SELECT at, id, vector, keys FROM search_entry WHERE {later}
        ORDER BY at DESC, id DESC LIMIT %(newest)s
    )
    SELECT at, id FROM newest WHERE {fitting} ORDER BY at DESC, id DESC LIMIT %(size)s
"""


def _conditions(wanted: Wanted, places: Collection[UUID]) -> tuple[str, dict[str, Any]]:
    """The condition on entries that fit, and its values."""
    kinds = [kind.key for kind in wanted.kinds]
    found = ["vector @@ %(query)s::tsquery", "keys && %(kinds)s::uuid[]", "keys && %(places)s::uuid[]"]
    values: dict[str, Any] = {"query": wanted.question.query, "kinds": kinds, "places": list(places)}
    if wanted.keys:
        found.append("keys @> %(keys)s::uuid[]")
        values["keys"] = list(wanted.keys)
    if wanted.since is not None:
        found.append("at >= %(since)s")
        values["since"] = wanted.since
    if wanted.until is not None:
        found.append("at < %(until)s")
        values["until"] = wanted.until
    return " AND ".join(found), values
