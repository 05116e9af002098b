"""Sets of message numbers, kept as PostgreSQL keeps them: a few spans instead of many rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.multirange import Multirange

Span = tuple[int, int]
"""Message numbers from the first to the last, both included."""

Spans = tuple[Span, ...]
"""Spans in ascending order that neither overlap nor touch."""


def merged(spans: Iterable[Span]) -> Spans:
    """The same numbers in as few spans as possible."""
    result: list[Span] = []
    for first, last in sorted(spans):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)


def without(spans: Iterable[Span], others: Iterable[Span]) -> Spans:
    """The numbers of `spans` that `others` do not hold."""
    left = merged(spans)
    for first, last in others:
        halves = [
            half
            for start, end in left
            for half in ((start, min(end, first - 1)), (max(start, last + 1), end))
        ]
        left = tuple(half for half in halves if half[0] <= half[1])
    return left


def size(spans: Spans) -> int:
    """How many numbers the spans hold."""
    return sum(last - first + 1 for first, last in spans)


def first_gap(spans: Spans, last: int) -> int | None:
    """The smallest number from 1 to `last` that no span holds; None when all are held."""
    candidate = spans[0][1] + 1 if spans and spans[0][0] == 1 else 1
    return candidate if candidate <= last else None


def literal(spans: Iterable[Span]) -> str:
    """How PostgreSQL reads a multirange."""
    return "{" + ",".join(f"[{first},{last}]" for first, last in spans) + "}"


def from_multirange(value: Multirange[int]) -> Spans:
    # PostgreSQL gives discrete ranges back as [lower, upper).
    return tuple(
        (one.lower, one.upper - 1) for one in value if one.lower is not None and one.upper is not None
    )


if TYPE_CHECKING:
    SpansField = models.Field[Iterable[Span], Spans]
else:
    SpansField = models.Field


class NumberSpansField(SpansField):
    """A column of type int4multirange that reads and takes `Spans`."""

    description = "Spans of whole numbers"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "int4multirange"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "%s::int4multirange"

    def get_prep_value(self, value: Iterable[Span] | None) -> str | None:
        return None if value is None else literal(value)

    def from_db_value(self, value: Multirange[int] | None, expression: Any, connection: Any) -> Spans | None:
        return None if value is None else from_multirange(value)
