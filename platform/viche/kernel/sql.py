"""Hot statements: bound by the server and prepared once per connection, so that nobody parses them again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from psycopg.pq import Format
from psycopg.types.datetime import TimestamptzLoader

KEPT = "viche_cursor"
MOST_KEPT = 100  # rows: a cursor holds the answer until it is asked again


PARAMETER = re.compile(r"%(?:\((\w+)\)s|%)")


@cache
def _numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement as the server takes it, with `$1` for the first of these names: taken apart once."""
    numbers: dict[str, int] = {}

    def written(found: re.Match[str]) -> str:
        name = found[1]
        return "%" if name is None else f"${numbers.setdefault(name, len(numbers) + 1)}"

    return PARAMETER.sub(written, statement).encode(), tuple(numbers)


class _Cursor(psycopg.RawCursor[Any]):
    """Django's own cursor writes the values into the text, which makes every statement a new one."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__(connection)
        # Django's loader goes through Python for each moment, only to name the zone that the session has.
        self.adapters.register_loader("timestamptz", TimestamptzLoader)

    def execute(self, query: Any, params: Any = None, **options: Any) -> _Cursor:
        # Only here: what the ORM says differs each time and would push these out of the cache.
        self.connection.prepare_threshold = 0 if settings.PREPARED_STATEMENTS else None
        text, names = _numbered(query)
        try:
            super().execute(text, [params[name] for name in names], **options)
        finally:
            self.connection.prepare_threshold = None
        # Django's log of queries asks for what psycopg does not keep of a prepared one.
        self._query = SimpleNamespace(query=query.encode())  # type: ignore[assignment]
        return self


def prepared(statement: str, parameters: Mapping[str, Any], *, binary: bool = False) -> list[tuple[Any, ...]]:
    """All rows of a statement with `%(name)s` parameters. Its text must be one of few: it stays prepared.

    Outside a transaction it is one by itself, and committed when this returns. With `binary` the rows come as
    PostgreSQL keeps them, which is quicker for many identifiers, numbers and moments; JSON is best selected
    as text then. Raises what Django's own cursors raise.
    """
    connection.ensure_connection()
    open_connection = cast("psycopg.Connection", connection.connection)
    own = _kept(open_connection)
    own.format = Format.BINARY if binary else Format.TEXT
    cursor = connection._prepare_cursor(own)  # type: ignore[attr-defined]
    cursor.execute(statement, parameters)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    if len(rows) > MOST_KEPT:
        cursor.close()
    return rows


def _kept(connection: psycopg.Connection[Any]) -> _Cursor:
    """The cursor of a connection: to make one and say how it reads costs as much as to send a statement."""
    kept: _Cursor | None = vars(connection).get(KEPT)
    if kept is None or kept.closed:
        kept = vars(connection)[KEPT] = _Cursor(connection)
    return kept


def embedded(rows: QuerySet[Any, Any], names: Mapping[Any, str]) -> str:
    """The SQL of a queryset, to stand in a larger statement: a rule is written once, as the ORM knows it.

    Every value in it but whole numbers must be a key of `names` (a stand-in) and gives way to that SQL
    expression. Raises KeyError for any other.
    """
    statement, values = rows.query.sql_with_params()
    expressions = iter([str(int(one)) if isinstance(one, int) else names[one] for one in values])
    return re.sub("%s", lambda _found: next(expressions), statement)
