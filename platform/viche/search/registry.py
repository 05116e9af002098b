"""Registry of searchable kinds, and of the events that change them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from viche.kernel.events import register_subscriber
from viche.kernel.models import Event
from viche.search.kinds import KINDS, Document, FilterRole, Hit, Kind, NameRef, build_name_ref
from viche.search.services.indexing import SYSTEM, index_things, move_place

__all__ = [
    "Document",
    "FilterRole",
    "Hit",
    "Kind",
    "NameRef",
    "PlaceMove",
    "build_name_ref",
    "register_moves",
    "register_searchable",
]

SUBSCRIBER = "search"
AffectedIds = Callable[[Event], Collection[UUID]]
KINDS_BY_EVENT: dict[str, list[tuple[str, AffectedIds]]] = {}
"""For each kind of event, the searchable kinds that it changes, with the ids of the changed objects."""


@dataclass(frozen=True, slots=True)
class PlaceMove:
    """Objects of `place` become readable through `added` places and no longer through `removed`."""

    place: UUID
    added: Collection[UUID] = ()
    removed: Collection[UUID] = ()


MOVES: dict[str, Callable[[Event], PlaceMove | None]] = {}


def register_searchable(kind: Kind, follows: Mapping[str, AffectedIds]) -> None:
    """Register a kind, and the events that change its objects, each with a function to their ids."""
    KINDS[kind.name] = kind
    for event_kind, concerned in follows.items():
        KINDS_BY_EVENT.setdefault(event_kind, []).append((kind.name, concerned))
    register_subscriber(SUBSCRIBER, kinds=(*KINDS_BY_EVENT, *MOVES))(handle_event)


def register_moves(event_kind: str, moved: Callable[[Event], PlaceMove | None]) -> None:
    """Register an event after which all objects of a place are readable through other places."""
    MOVES[event_kind] = moved
    register_subscriber(SUBSCRIBER, kinds=(*KINDS_BY_EVENT, *MOVES))(handle_event)


def handle_event(event: Event) -> None:
    """Update the index after an event."""
    for name, concerned in KINDS_BY_EVENT.get(event.kind, ()):
        index_things(actor=SYSTEM, kind=name, ids=concerned(event))
    if event.kind in MOVES and (move := MOVES[event.kind](event)) is not None:
        move_place(actor=SYSTEM, place=move.place, added=move.added, removed=move.removed)
