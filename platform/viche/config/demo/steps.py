"""Replay of the demo's history in chronological order, with the clock set to each moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from viche.kernel.clock import replace_clock


@dataclass(frozen=True, slots=True)
class Step:
    """An action at a moment."""

    at: datetime
    do: Callable[[], object]


def replay(steps: Iterable[Step], between: Callable[[], None]) -> int:
    """Run every step at its moment; `between` follows each (reactions to events).

    Return their number.
    """
    ordered = sorted(steps, key=lambda step: step.at)
    for step in ordered:
        with replace_clock(lambda at=step.at: at):  # type: ignore[misc]  # bound now, on purpose
            step.do()
            between()
    return len(ordered)


@contextmanager
def disable_savepoints() -> Iterator[None]:
    """Make nested transactions set no savepoints: a failure in one then fails the whole.

    Every service opens a nested transaction, and its two savepoint statements cost as much as its own.
    """
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before
