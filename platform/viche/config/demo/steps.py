"""The demo's history is replayed in the order in which it happened, with the clock set to each moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

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
