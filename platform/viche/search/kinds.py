"""Searchable kinds of objects, their permissions, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, cast
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Model, Q, QuerySet

from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.text import Text, bilingual_of

LIST_FIELDS = frozenset({"texts", "seen_in", "groups", "organisations"})


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

    `url` is the path of its page; `reads`: entries for the access log when it is shown. `number` is that of
    an object in its group or thread, `state` one of the `states` of its kind.
    """

    title: Text
    url: str
    text: str = ""
    person: NameRef | None = None
    organisation: NameRef | None = None
    group: NameRef | None = None
    number: int | None = None
    state: str | None = None
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
    - `list_numbered(actor, number)` returns ids of the objects with this number that the actor may read now;
      None for kinds that are not asked for by their numbers.
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
    list_numbered: Callable[[Actor, int], Collection[UUID]] | None = None
    states: Collection[str] = ()

    @classmethod
    def from_model(
        cls,
        name: str,
        source: type[Model] | Callable[[], QuerySet[Any]],
        *,
        fields: Mapping[str, str | Callable[[Any], Any]],
        found: Callable[[Actor, Collection[UUID]], Iterable[Any]],
        hit: Callable[..., Hit],
        joined: Sequence[str] = (),
        more_texts: Callable[[Sequence[Any]], Mapping[UUID, Sequence[str]]] | None = None,
        counted: str = "version",
        **facts: Any,
    ) -> Kind:
        """Return a kind whose objects are the rows of a model, or of a queryset.

        `fields` maps each field of a document to paths from a row or to a function of the row; `joined` names
        the relations that they need. `found(actor, ids)` returns the rows that the actor may read, `hit(row)`
        shows one of them. `more_texts(rows)` loads further texts of many rows at once, which `hit` gets, too.
        It runs after the rows are loaded, so that words removed meanwhile are not indexed under the next
        version.
        """
        living: Callable[[], QuerySet[Any]] = (
            cast("type[Model]", source)._default_manager.all if isinstance(source, type) else source
        )
        load = more_texts or (lambda _rows: {})

        def documents(ids: Collection[UUID]) -> Iterator[Document]:
            found_rows = living().filter(pk__in=ids)
            rows = list(found_rows.select_related(*joined) if joined else found_rows)
            more = load(rows)
            for row in rows:
                values = {one: _get_value(row, one, path) for one, path in fields.items()}
                values["texts"] = [*values["texts"], *more.get(row.pk, ())]
                yield Document(id=row.pk, version=getattr(row, counted), **values)

        def hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
            rows = list(found(actor, ids))
            more = load(rows)
            return {row.pk: hit(row, *more.get(row.pk, ())) for row in rows}

        return cls(name, documents=documents, living=living, hits=hits, counted=counted, **facts)

    @property
    def shown_as(self) -> str:
        """Name of the kind in the API."""
        return self.family or self.name

    @property
    def key(self) -> UUID:
        """Key by which entries are filtered to this kind."""
        return uuid5(NAMESPACE_OID, f"viche.search.{self.name}")


def _get_value(row: Any, name: str, path: str | Callable[[Any], Any]) -> Any:
    if callable(path):
        return path(row)
    values = [attrgetter(one)(row) for one in path.split()]
    return values if name in LIST_FIELDS else values[0]


KINDS: dict[str, Kind] = {}


class FilterRole(StrEnum):
    """Role of an id in filters: an id matches only in its role, and not as a place."""

    GROUP = "group"
    AUTHOR = "author"
    ORGANISATION = "organisation"

    def key(self, pk: UUID) -> UUID:
        return uuid5(pk, self.value)
