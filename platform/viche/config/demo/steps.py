"""The demo's history is replayed in the order in which it happened, with the clock set to each moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from viche.kernel.clock import moved_to


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened at a moment."""

    at: datetime
    do: Callable[[], None]


def replay(steps: Iterable[Step], between: Callable[[], None]) -> int:
    """Do every step at its moment; `between` follows each (what reacts to events). Returns their number."""
    ordered = sorted(steps, key=lambda step: step.at)
    for step in ordered:
        with moved_to(lambda at=step.at: at):  # type: ignore[misc]  # bound now, on purpose
            step.do()
            between()
    return len(ordered)


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Let nested transactions set no savepoints: what fails in one fails the whole.

    Every service opens a nested transaction, and its two savepoint statements cost as much as its own.
    """
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before
