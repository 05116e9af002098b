"""Questions that are put into SQL once and asked again with other values.

Building a queryset and compiling it costs Django several times what PostgreSQL needs to find a row by its
key. A rule still stands in one place, its queryset: what differs from call to call is `Given`.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db.models import Field, ForeignKey, Model, QuerySet, Value
from django.db.models.query import get_related_populators

from viche.kernel.sql import prepared

M = TypeVar("M", bound=Model)


class Given(Value):
    """A value that is named when the question is asked, of the type that a field has."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(name, output_field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Given:
        resolved: Given = super().resolve_expression(*args, **kwargs)
        return resolved


class Prepared(Generic[M]):
    """A queryset with `Given` values. It is built and compiled at the first call, when all models are there.

    `select_related` of foreign keys and annotations come along; prefetching, slices by number and other
    databases do not.
    """

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        self._build = build
        self._lock = Lock()
        self._statement: _Statement[M] | None = None

    def all(self, **given: Any) -> list[M]:
        """The rows for these values."""
        return self._compiled().rows(given)

    def first(self, **given: Any) -> M | None:
        """The first row or the only one; None without any."""
        return next(iter(self.all(**given)), None)

    @property
    def statement(self) -> str:
        """The SQL, with `%(name)s` for each value that is given."""
        text: str = self._compiled().sql
        return text

    def _compiled(self) -> _Statement[M]:
        with self._lock:
            if self._statement is None:
                self._statement = _Statement(self._build())
            return self._statement


def _refer(populator: Any, row: Any, made: Any, known: dict[Any, Any]) -> None:
    """Give an object what it refers to: one object to all rows of an answer that refer to the same."""
    relation: ForeignKey[Any, Any] = populator.local_setter.__self__
    key = (populator, row[populator.cols_start + populator.pk_idx])
    if key in known:
        relation.set_cached_value(made, known[key])
    else:
        populator.populate(row, made)
        known[key] = relation.get_cached_value(made)


class _Statement(Generic[M]):
    """The SQL of a queryset, and how its rows become objects: what ModelIterable finds out at every call."""

    def __init__(self, queryset: QuerySet[M]) -> None:
        compiler = queryset.query.get_compiler(queryset.db)
        statement, values = compiler.as_sql()
        self._values: dict[str, Any] = {}
        self.sql = statement.replace("%%", "%%%%") % tuple(self._stand_in(value) for value in values)
        select: Any = compiler.select
        information: Any = compiler.klass_info
        fields = information["select_fields"]
        self._database = queryset.db
        self._model: type[M] = information["model"]
        self._own = slice(fields[0], fields[-1] + 1)
        self._names = [column[0].target.attname for column in select[self._own]]
        # The stubs are of a later Django.
        self._related = get_related_populators(information, select, queryset.db)  # type: ignore[call-arg]
        self._annotations = list((compiler.annotation_col_map or {}).items())
        self._compiler = compiler
        self._converters = compiler.get_converters([column[0] for column in select])

    def _stand_in(self, value: Any) -> str:
        """What stands for a value in the statement: words and numbers themselves, since the planner makes
        more of `state = 'draft'` than of a parameter.
        """
        if isinstance(value, Given):
            return f"%({value.value})s"
        if isinstance(value, int):
            return str(int(value))
        if isinstance(value, str):
            return "'{}'".format(str(value).replace("'", "''").replace("%", "%%"))
        self._values[name := f"v{len(self._values)}"] = value
        return f"%({name})s"

    def rows(self, given: dict[str, Any]) -> list[M]:
        found = prepared(self.sql, {**self._values, **given})
        if self._converters:
            found = list(self._compiler.apply_converters(found, self._converters))
        known: dict[Any, Any] = {}
        return [self._object(row, known) for row in found]

    def _object(self, row: Any, known: dict[Any, Any]) -> M:
        made = self._model.from_db(self._database, self._names, row[self._own])
        for populator in self._related:
            _refer(populator, row, made, known)
        for name, place in self._annotations:
            setattr(made, name, row[place])
        return made
