"""Exported records of a person, declared as rows of a model and the fields of each record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

Record = dict[str, Any]  # JSON values by the name of the field
RowReader = Callable[[UUID], Iterable[Record]]
Row = TypeVar("Row", bound=Model)
T = TypeVar("T")
CHUNK_ROWS = 1000  # rows in memory at a time


@dataclass(frozen=True, slots=True)
class Lookup:
    """A field that is loaded for many rows at once: `load(person_id, keys)`, by the path `key` of a row."""

    key: str
    load: Callable[[UUID, Collection[Any]], Mapping[Any, object]]


Field = str | Promise | Callable[[Any, UUID], object] | Lookup


class Rows:
    """Rows about a person; called with the person's id, it yields a record for each of them.

    `source` is a model, or a queryset where rows are narrowed, ordered or prefetched. `person`: the columns
    that reference the person; a row matches if any of them does. `fields` names the fields of a record in
    order, as `name=path` where the path from the row differs (`group=group.name_uk`,
    `state=get_state_display`; None where a step is None). `computed` gives the fields that have no path: a
    translated text, a function of the row and the person's id, or a `Lookup`. Relations in paths are joined.
    """

    def __init__(
        self,
        source: type[Model] | QuerySet[Any],
        person: str | Sequence[str],
        fields: str,
        /,
        **computed: Field,
    ) -> None:
        rows = source._default_manager.all() if isinstance(source, type) else source
        paths = (part.partition("=") for part in fields.split())
        self._fields: dict[str, Field] = {name: path or name for name, _, path in paths} | computed
        joined = {name for field in self._fields.values() for name in _relations_of(field)}
        rows = rows.order_by(*rows.query.order_by or ("pk",))
        self._rows = rows.select_related(*joined) if joined else rows
        self._columns = [person] if isinstance(person, str) else person

    @property
    def covers(self) -> frozenset[str]:
        """Return the columns of the model itself that reference the person, as `app.model.field`."""
        label = self._rows.model._meta.label_lower
        return frozenset(f"{label}.{one}" for one in self._columns if one != "pk" and "__" not in one)

    def __call__(self, person_id: UUID) -> Iterator[Record]:
        about = reduce(or_, (Q((one, person_id)) for one in self._columns))
        for rows in split_into_chunks(stream_rows(self._rows.filter(about))):
            columns = [_load_values(field, rows, person_id) for field in self._fields.values()]
            for values in zip(*columns, strict=True):
                yield dict(zip(self._fields, values, strict=True))


def _relations_of(field: Field) -> Iterator[str]:
    path = field.key if isinstance(field, Lookup) else field
    if isinstance(path, str) and "." in path:
        yield path.rpartition(".")[0].replace(".", "__")


def _load_values(field: Field, rows: Sequence[Any], person_id: UUID) -> list[object]:
    """Return the values of a field, one for each row."""
    if isinstance(field, Lookup):
        keys = _load_values(field.key, rows, person_id)
        found = field.load(person_id, set(keys))
        return [found.get(key) for key in keys]
    if isinstance(field, Promise):
        return [field] * len(rows)
    if isinstance(field, str):
        steps = field.split(".")
        return [reduce(_take_step, steps, row) for row in rows]
    return [field(row, person_id) for row in rows]


def _take_step(value: Any, name: str) -> Any:
    value = None if value is None else getattr(value, name)
    return value() if callable(value) else value


def stream_rows(rows: QuerySet[Row]) -> Iterator[Row]:
    """Iterate over rows in chunks, so that an export never holds all rows of a person in memory."""
    return rows.iterator(CHUNK_ROWS)


def split_into_chunks(things: Iterable[T], size: int = CHUNK_ROWS) -> Iterator[list[T]]:
    """Yield the items in lists of at most `size`."""
    rest = iter(things)
    while piece := list(islice(rest, size)):
        yield piece
