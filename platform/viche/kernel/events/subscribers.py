"""Subscribers of events: reliable ones through the outbox, fast ones right after the commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from viche.kernel.events.payload import Recorded

if TYPE_CHECKING:
    from viche.kernel.models import Event

ALL_KINDS = "*"


def get_recorded_at(event: Event) -> datetime:
    """Return when an event was recorded: a subscriber wants it at once."""
    return event.at


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reliable subscriber. `handle` runs in the transaction that deletes the outbox row.

    `find_due` returns when it wants an event.
    """

    name: str
    kinds: frozenset[str]
    handle: Callable[[Event], None]
    find_due: Callable[[Event], datetime] = get_recorded_at

    def wants(self, kind: str) -> bool:
        return ALL_KINDS in self.kinds or kind in self.kinds


SUBSCRIBERS: dict[str, Subscriber] = {}
AFTER_COMMIT: list[Callable[[Sequence[Recorded]], None]] = []


def register_subscriber(
    name: str,
    kinds: Sequence[str] = (ALL_KINDS,),
    find_due: Callable[[Event], datetime] = get_recorded_at,
) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Register a reliable subscriber: each event is delivered exactly once in terms of the database."""

    def register(handle: Callable[[Event], None]) -> Callable[[Event], None]:
        SUBSCRIBERS[name] = Subscriber(name, frozenset(kinds), handle, find_due)
        return handle

    return register


def run_after_commit(handle: Callable[[Sequence[Recorded]], None]) -> Callable[[Sequence[Recorded]], None]:
    """Register a fast path that gets a transaction's events after the commit.

    Delivery is best effort.
    """
    AFTER_COMMIT.append(handle)
    return handle


def subscribers_of(kind: str) -> list[str]:
    """Return the names of the reliable subscribers of this kind of event, sorted."""
    return sorted(name for name, one in SUBSCRIBERS.items() if one.wants(kind))
