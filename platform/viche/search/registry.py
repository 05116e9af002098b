"""What domains register here: kinds of things that are found, and the events by which they change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from viche.kernel.events import subscriber
from viche.kernel.models import Event
from viche.search.kinds import KINDS, Document, Hit, Kind, Named, named
from viche.search.services.indexing import SYSTEM, index_things

__all__ = ["Document", "Hit", "Kind", "Named", "named", "searchable"]

SUBSCRIBER = "search"
Concerned = Callable[[Event], Collection[UUID]]
FOLLOWED: dict[str, list[tuple[str, Concerned]]] = {}
"""By kind of event: which things, of which kind, say something else now."""


def searchable(kind: Kind, follows: Mapping[str, Concerned]) -> None:
    """Register a kind, and by which events its things change: each names the ids of those."""
    KINDS[kind.name] = kind
    for event_kind, concerned in follows.items():
        FOLLOWED.setdefault(event_kind, []).append((kind.name, concerned))
    subscriber(SUBSCRIBER, kinds=tuple(FOLLOWED))(follow)


def follow(event: Event) -> None:
    """The subscriber of the event log."""
    for name, concerned in FOLLOWED[event.kind]:
        index_things(actor=SYSTEM, kind=name, ids=concerned(event))
