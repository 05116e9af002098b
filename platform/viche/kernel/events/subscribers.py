"""Who reacts to events: reliably through the outbox, or at once after the commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viche.kernel.events.payload import Recorded

if TYPE_CHECKING:
    from viche.kernel.models import Event

EVERY_KIND = "*"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One who reacts through the outbox. `handle` runs in the transaction that deletes the outbox row."""

    name: str
    kinds: frozenset[str]
    handle: Callable[[Event], None]

    def wants(self, kind: str) -> bool:
        return EVERY_KIND in self.kinds or kind in self.kinds


SUBSCRIBERS: dict[str, Subscriber] = {}
AFTER_COMMIT: list[Callable[[Sequence[Recorded]], None]] = []


def subscriber(
    name: str, kinds: Sequence[str] = (EVERY_KIND,)
) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Register a reliable subscriber: each event reaches it exactly once as far as the database goes."""

    def register(handle: Callable[[Event], None]) -> Callable[[Event], None]:
        SUBSCRIBERS[name] = Subscriber(name, frozenset(kinds), handle)
        return handle

    return register


def after_commit(handle: Callable[[Sequence[Recorded]], None]) -> Callable[[Sequence[Recorded]], None]:
    """Register a fast path that hears of a transaction's events once they are committed. It may be lost."""
    AFTER_COMMIT.append(handle)
    return handle


def subscribers_of(kind: str) -> list[str]:
    """Names of the reliable subscribers that want this kind of event, sorted."""
    return sorted(name for name, one in SUBSCRIBERS.items() if one.wants(kind))
