"""Sets of message numbers, stored as PostgreSQL multiranges: a few spans instead of many rows."""

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


def merge_spans(spans: Iterable[Span]) -> Spans:
    """Return the same numbers in as few spans as possible, in ascending order."""
    result: list[Span] = []
    for first, last in sorted(spans):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)


def subtract_spans(spans: Iterable[Span], others: Iterable[Span]) -> Spans:
    """Return the numbers of `spans` that are not in `others`."""
    left = merge_spans(spans)
    for first, last in others:
        halves = [
            half
            for start, end in left
            for half in ((start, min(end, first - 1)), (max(start, last + 1), end))
        ]
        left = tuple(half for half in halves if half[0] <= half[1])
    return left


def count_numbers(spans: Spans) -> int:
    """Return how many numbers the spans contain."""
    return sum(last - first + 1 for first, last in spans)


def find_first_gap(spans: Spans, last: int) -> int | None:
    """Return the smallest number from 1 to `last` that is in no span, or None."""
    candidate = spans[0][1] + 1 if spans and spans[0][0] == 1 else 1
    return candidate if candidate <= last else None


def format_multirange(spans: Iterable[Span]) -> str:
    """Return the spans as a multirange literal of PostgreSQL."""
    return "{" + ",".join(f"[{first},{last}]" for first, last in spans) + "}"


def parse_multirange(value: Multirange[int]) -> Spans:
    # PostgreSQL returns discrete ranges as [lower, upper).
    """Return the spans of a multirange."""
    return tuple(
        (one.lower, one.upper - 1) for one in value if one.lower is not None and one.upper is not None
    )


if TYPE_CHECKING:
    SpansField = models.Field[Iterable[Span], Spans]
else:
    SpansField = models.Field


class NumberSpansField(SpansField):
    """Model field of the column type int4multirange; its values are `Spans`."""

    description = "Spans of whole numbers"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "int4multirange"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "%s::int4multirange"

    def get_prep_value(self, value: Iterable[Span] | None) -> str | None:
        return None if value is None else format_multirange(value)

    def from_db_value(self, value: Multirange[int] | None, expression: Any, connection: Any) -> Spans | None:
        return None if value is None else parse_multirange(value)
