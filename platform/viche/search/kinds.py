"""Searchable kinds of objects, their permissions, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Q, QuerySet

from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.text import Text, bilingual_of


@dataclass(frozen=True, slots=True)
class Document:
    """The present searchable state of an object: its texts, and the ids by which it is filtered.

    `place` decides who may read it, `seen_in` are further places that make it readable. A withdrawn object
    has no `texts`. Filters use its `groups`, `author` and `organisations` (ids): only those shown to its
    readers, or the filter would reveal others.
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
class NameRef:
    """Id and name of an object that a hit belongs to."""

    id: UUID
    name: Text


def build_name_ref(row: Any, field: str = "name") -> NameRef:
    """Return id and name of a row; the name is in the columns `<field>_uk` and `<field>_en`."""
    return NameRef(row.pk, bilingual_of(row, field))


@dataclass(frozen=True, slots=True)
class Hit:
    """An object as its reader may see it now. `text`: text for the snippet, besides the title.

    `url` is the path of its page; `reads`: entries for the access log when it is shown.
    """

    title: Text
    url: str
    text: str = ""
    person: NameRef | None = None
    organisation: NameRef | None = None
    group: NameRef | None = None
    reads: Sequence[Read] = field(default=())


@dataclass(frozen=True, slots=True)
class Kind:
    """A searchable kind of object.

    - `family` joins several kinds into one for the API.
    - `seen(actor)` is the condition on entries that the actor may read now.
    - `places(actor)` are ids of which each readable entry has at least one among its keys; None when there
      are too many or they are unknown.
    - `documents(ids)` are the present objects, unscoped.
    - `living` is a queryset of all objects, to find missing entries, with their version in the field
      `counted`.
    - `hits(actor, ids)` presents the entries that the actor may read.
    - A token needs `scope`.
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
        """Name of the kind in the API."""
        return self.family or self.name

    @property
    def key(self) -> UUID:
        """Key by which entries are filtered to this kind."""
        return uuid5(NAMESPACE_OID, f"viche.search.{self.name}")


KINDS: dict[str, Kind] = {}


class FilterRole(StrEnum):
    """Role of an id in filters: an id matches only in its role, and not as a place."""

    GROUP = "group"
    AUTHOR = "author"
    ORGANISATION = "organisation"

    def key(self, pk: UUID) -> UUID:
        return uuid5(pk, self.value)
