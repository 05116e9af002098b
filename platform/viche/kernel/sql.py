"""Hot statements: server-side parameters, parsed and prepared once per connection."""

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

CURSOR_ATTRIBUTE = "viche_cursor"
MAX_KEPT_ROWS = 100  # rows: a cursor keeps its result until the next execution


PARAMETER = re.compile(r"%(?:\((\w+)\)s|%)")


@cache
def _number_parameters(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """Convert `%(name)s` placeholders to `$1` … and return the names in order. Cached per statement."""
    numbers: dict[str, int] = {}

    def written(found: re.Match[str]) -> str:
        name = found[1]
        return "%" if name is None else f"${numbers.setdefault(name, len(numbers) + 1)}"

    return PARAMETER.sub(written, statement).encode(), tuple(numbers)


class _Cursor(psycopg.RawCursor[Any]):
    """A cursor with server-side binding.

    Django's own interpolates values, so every statement is a new one.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__(connection)
        # Django's loader calls Python for each timestamp, only to set the session's own time zone.
        self.adapters.register_loader("timestamptz", TimestamptzLoader)

    def execute(self, query: Any, params: Any = None, **options: Any) -> _Cursor:
        # Only here: ORM statements differ each time and would evict these from the cache.
        self.connection.prepare_threshold = 0 if settings.PREPARED_STATEMENTS else None
        text, names = _number_parameters(query)
        try:
            super().execute(text, [params[name] for name in names], **options)
        finally:
            self.connection.prepare_threshold = None
        # Django's query log needs this attribute, which psycopg does not set for a prepared statement.
        self._query = SimpleNamespace(query=query.encode())  # type: ignore[assignment]
        return self


def execute_prepared(
    statement: str, parameters: Mapping[str, Any], *, binary: bool = False
) -> list[tuple[Any, ...]]:
    """Execute a statement with `%(name)s` parameters as a prepared statement and return all rows.

    The number of different texts must be small: each stays prepared. Outside a transaction it autocommits.
    With `binary` the rows come in PostgreSQL's binary format, which is faster for many UUIDs, numbers and
    timestamps; select JSON as text then. Raises what Django's own cursors raise.
    """
    connection.ensure_connection()
    open_connection = cast("psycopg.Connection", connection.connection)
    own = _get_cursor(open_connection)
    own.format = Format.BINARY if binary else Format.TEXT
    cursor = connection._prepare_cursor(own)  # type: ignore[attr-defined]
    cursor.execute(statement, parameters)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    if len(rows) > MAX_KEPT_ROWS:
        cursor.close()
    return rows


def _get_cursor(connection: psycopg.Connection[Any]) -> _Cursor:
    """Return the cached cursor of a connection: creating one costs as much as a statement."""
    kept: _Cursor | None = vars(connection).get(CURSOR_ATTRIBUTE)
    if kept is None or kept.closed:
        kept = vars(connection)[CURSOR_ATTRIBUTE] = _Cursor(connection)
    return kept


def embed_sql(rows: QuerySet[Any, Any], names: Mapping[Any, str]) -> str:
    """Return the SQL of a queryset for use inside a larger statement, so that a rule is written once.

    Every parameter except integers must be a key of `names` (a placeholder value) and is replaced by that SQL
    expression. Raises KeyError for any other.
    """
    statement, values = rows.query.sql_with_params()
    expressions = iter([str(int(one)) if isinstance(one, int) else names[one] for one in values])
    return re.sub("%s", lambda _found: next(expressions), statement)
