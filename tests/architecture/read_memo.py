"""Repeated reads answered from memory: a policy asks the same facts for each action of the same actor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tests.groups.helpers import at
from viche.kernel.clock import now

READS = ("SELECT", "WITH")
WRITES = re.compile(r"\b(?:INSERT|DELETE|(?<!FOR )(?<!KEY )UPDATE)\b")
# What a statement does beside reading: it writes, or takes locks.
EFFECTS = re.compile(r"\b(?:INSERT|DELETE|UPDATE|FOR|\w+_lock)\b")

Rows = Sequence[tuple[Any, ...]]
Known = dict[tuple[str, str], Rows]


class Answer:
    """The rows of a statement, read as from a cursor."""

    def __init__(self, rows: Rows) -> None:
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._rows

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> Rows:
        return [row for _nth, row in zip(range(size), self._rows, strict=False)]

    def fetchall(self) -> Rows:
        return list(self._rows)

    def close(self) -> None:
        pass


class ReadMemo:
    """An execute wrapper of Django: a write forgets all reads, a rollback to a savepoint finds them again."""

    def __init__(self) -> None:
        self._known: Known = {}
        self._savepoints: dict[str, Known] = {}

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        words = sql.split(maxsplit=4)
        if words[0] not in READS or WRITES.search(sql):
            self._forget(words)
        if words[0] not in READS or EFFECTS.search(sql):
            return execute(sql, params, many, context)
        key, cursor, result = (sql, repr(params)), context["cursor"], None
        if key not in self._known:
            result = execute(sql, params, many, context)
            self._known[key] = cursor.cursor.fetchall()
        cursor.cursor = Answer(self._known[key])
        return result

    def _forget(self, words: Sequence[str]) -> None:
        if words[0] == "SAVEPOINT":
            self._savepoints[words[1]] = self._known
        elif words[0] == "ROLLBACK":  # TO SAVEPOINT
            self._known = self._savepoints[words[3]]
        elif words[0] != "RELEASE":
            self._known = {}


@contextmanager
def remember_reads() -> Iterator[None]:
    """Ask the database once for what is read several times inside, where the clock stands still."""
    with at(now()), connection.execute_wrapper(ReadMemo()):
        yield
