"""What domains register here: kinds of things that are found, and the events by which they change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from viche.kernel.events import subscriber
from viche.kernel.models import Event
from viche.search.kinds import KINDS, Document, Hit, Kind, Named, Narrowed, named
from viche.search.services.indexing import SYSTEM, index_things, move_place

__all__ = ["Document", "Hit", "Kind", "Move", "Named", "Narrowed", "moves", "named", "searchable"]

SUBSCRIBER = "search"
Concerned = Callable[[Event], Collection[UUID]]
FOLLOWED: dict[str, list[tuple[str, Concerned]]] = {}
"""By kind of event: which things, of which kind, say something else now."""


@dataclass(frozen=True, slots=True)
class Move:
    """The things of a place are seen through the places that are `added`, and not the `removed` any more."""

    place: UUID
    added: Collection[UUID] = ()
    removed: Collection[UUID] = ()


MOVES: dict[str, Callable[[Event], Move | None]] = {}


def searchable(kind: Kind, follows: Mapping[str, Concerned]) -> None:
    """Register a kind, and by which events its things change: each names the ids of those."""
    KINDS[kind.name] = kind
    for event_kind, concerned in follows.items():
        FOLLOWED.setdefault(event_kind, []).append((kind.name, concerned))
    subscriber(SUBSCRIBER, kinds=(*FOLLOWED, *MOVES))(follow)


def moves(event_kind: str, moved: Callable[[Event], Move | None]) -> None:
    """Register by which events all things of a place are seen through others."""
    MOVES[event_kind] = moved
    subscriber(SUBSCRIBER, kinds=(*FOLLOWED, *MOVES))(follow)


def follow(event: Event) -> None:
    """The subscriber of the event log."""
    for name, concerned in FOLLOWED.get(event.kind, ()):
        index_things(actor=SYSTEM, kind=name, ids=concerned(event))
    if event.kind in MOVES and (move := MOVES[event.kind](event)) is not None:
        move_place(actor=SYSTEM, place=move.place, added=move.added, removed=move.removed)
