"""Kinds of things that are found, who sees them, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Q, QuerySet

from viche.kernel.actor import Actor
from viche.kernel.reads import Read
from viche.kernel.text import Text, both


@dataclass(frozen=True, slots=True)
class Document:
    """A thing as it is now: its words, and by what it is narrowed.

    `place` decides who sees it, `seen_in` are further places through which it is seen. What was taken back
    has no `texts`. By its `groups`, `author` and `organisations` (ids) it is narrowed: only by those that are
    shown of it, or whoever narrows would learn of others.
    """

    id: UUID
    version: int
    place: UUID
    at: datetime
    texts: Sequence[str]
    seen_in: Sequence[UUID] = ()
    groups: Sequence[UUID] = ()
    author: UUID | None = None
    organisations: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a hit belongs to, for its name."""

    id: UUID
    name: Text


def named(row: Any, field: str = "name") -> Named:
    """A row by the words of a field, which stand in `<field>_uk` and `<field>_en`."""
    return Named(row.pk, both(row, field))


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing as its finder may see it now. `text`: where the words may stand, beside the title.

    `url` is the page (a path) that it leads to; `reads`: what is written down of whoever is shown it.
    """

    title: Text
    url: str
    text: str = ""
    person: Named | None = None
    organisation: Named | None = None
    group: Named | None = None
    reads: Sequence[Read] = field(default=())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is found.

    `family` names several kinds that are one for whoever looks for them.
    `seen(actor)` is the condition on entries that `actor` sees as they are now; `places(actor)` the ids of
    which each such entry has one among its keys, None where they are too many or not known.
    `documents(ids)` are the things as they are, not narrowed; `living` all of them, for what was missed, with
    their version in the field `counted`. `hits(actor, ids)` shows those that `actor` sees. A token needs
    `scope`.
    """

    name: str
    seen: Callable[[Actor], Q]
    places: Callable[[Actor], Collection[UUID] | None]
    documents: Callable[[Collection[UUID]], Iterable[Document]]
    living: Callable[[], QuerySet[Any]]
    hits: Callable[[Actor, Collection[UUID]], Mapping[UUID, Hit]]
    scope: str
    family: str = ""
    counted: str = "version"

    @property
    def shown_as(self) -> str:
        """Under which name it is asked for and shown."""
        return self.family or self.name

    @property
    def key(self) -> UUID:
        """By which entries are narrowed to this kind."""
        return uuid5(NAMESPACE_OID, f"viche.search.{self.name}")


KINDS: dict[str, Kind] = {}


class Narrowed(StrEnum):
    """By what things are narrowed: each id counts in its role alone, and not as a place."""

    GROUP = "group"
    AUTHOR = "author"
    ORGANISATION = "organisation"

    def key(self, pk: UUID) -> UUID:
        return uuid5(pk, self.value)
