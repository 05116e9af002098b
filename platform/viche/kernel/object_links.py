"""Typed links between objects of any apps, and how each kind of object is presented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.models import Link
from viche.kernel.text import Text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Reference = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class LinkView:
    """How a linked object is presented to one reader.

    `owner` is the person or group that leads, wrote or does it. `reads` is what the access log records when
    the object is shown.
    """

    title: Text
    url: str
    state: str = ""
    at: datetime | None = None
    owner: Text | None = None
    number: int | None = None
    due_on: date | None = None
    reads: tuple[Read, ...] = ()


Describe = Callable[[Actor, Sequence[UUID]], dict[UUID, LinkView]]


@dataclass(frozen=True, slots=True)
class Linkable:
    """A kind of object that can be linked."""

    describe: Describe
    name: StrOrPromise
    scope: str


LINKABLE: dict[str, Linkable] = {}


def register_linkable(kind: str, describe: Describe, name: StrOrPromise, scope: str) -> None:
    """Register a kind of linkable object: its name, its presenter and the scope that a token needs.

    `describe` leaves out objects that the actor may not see.
    """
    LINKABLE[kind] = Linkable(describe, name, scope)


def link(actor: Actor, kind: str, *, source: Reference, target: Reference) -> Link:
    """Link two objects. Idempotent."""
    made, _created = Link.objects.get_or_create(
        kind=kind,
        source_type=source[0],
        source_id=source[1],
        target_type=target[0],
        target_id=target[1],
        defaults={"actor_id": actor.person_id},
    )
    return made


def links_of(reference: Reference) -> list[Link]:
    """Return the links from or to an object, oldest first."""
    kind, pk = reference
    touching = Q(source_type=kind, source_id=pk) | Q(target_type=kind, target_id=pk)
    return list(Link.objects.filter(touching).order_by("at", "id"))


def describe(actor: Actor, references: Iterable[Reference]) -> dict[Reference, LinkView]:
    """Return the view of each referenced object; objects that `actor` may not see are absent."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for kind, pk in references:
        by_kind[kind].append(pk)
    return {
        (kind, pk): view
        for kind, ids in by_kind.items()
        if kind in LINKABLE
        for pk, view in LINKABLE[kind].describe(actor, ids).items()
    }
