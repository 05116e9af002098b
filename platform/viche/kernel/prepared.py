"""Questions that are put into SQL once and asked again with other values.

Building a queryset and compiling it costs Django several times what PostgreSQL needs to find a row by its
key. A rule still stands in one place, its queryset: what differs from call to call is `Given`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db.models import Field, Model, QuerySet, Value
from django.db.models.base import ModelState

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


def valued(value: Any, output_field: Field[Any, Any]) -> Value:
    """An expression for a value that is known, or that will be given."""
    return value if isinstance(value, Given) else Value(value, output_field)


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

    def forget(self) -> None:
        """Build it anew at the next call."""
        with self._lock:
            self._statement = None

    def _compiled(self) -> _Statement[M]:
        with self._lock:
            if self._statement is None:
                self._statement = _Statement(self._build())
            return self._statement


def made(model: type[M], names: Sequence[str], values: Sequence[Any], database: str = "default") -> M:
    """An object of a row with these columns, as one that was pickled is made: without `__init__`, which looks
    at each field anew. What is not named is read when it is asked for.
    """
    state = ModelState()
    state.adding, state.db = False, database
    one = model.__new__(model)
    one.__dict__ = dict(zip(names, values, strict=True), _state=state)
    return one


def attach(owners: Iterable[Model], name: str, rows: Iterable[Model], by: str) -> None:
    """Give each of some objects the rows that refer to it by the column `by`, as its relation `name`.

    `prefetch_related` does the same with rows that it asks for itself.
    """
    found: dict[Any, list[Model]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    for one in owners:
        related = getattr(one, name).all()
        related._result_cache = found[one.pk]
        one.__dict__.setdefault("_prefetched_objects_cache", {})[name] = related


class _Part:
    """One model in the rows of an answer: which columns are its own, and what it refers to."""

    def __init__(self, information: Any, select: Any, names: Sequence[str] = ()) -> None:
        """`names` of annotations follow the columns of the model."""
        places = information["select_fields"]
        self._model: type[Model] = information["model"]
        own = [column[0].target.attname for column in select[places[0] : places[-1] + 1]]
        self._key = places[own.index(str(self._model._meta.pk.attname))]
        self._names = [*own, *names]
        self._own = slice(places[0], places[0] + len(self._names))
        self._referred = [
            (one["local_setter"].__self__.cache_name, _Part(one, select))
            for one in information.get("related_klass_infos", ())
        ]

    def objects(self, rows: Sequence[Any], database: str) -> list[Any]:
        """The object of each row."""
        found = [made(self._model, self._names, row[self._own], database) for row in rows]
        for name, part in self._referred:
            for one, referred in zip(found, part._shared(rows, database), strict=True):
                one._state.fields_cache[name] = referred
        return found

    def _shared(self, rows: Sequence[Any], database: str) -> Iterator[Any]:
        """What each row refers to: one object to all rows that refer to the same, None to those without."""
        # The number of a UUID: to compare two of them as they are takes a call of Python each time.
        keys = [getattr(row[self._key], "int", row[self._key]) for row in rows]
        found = dict(zip(keys, rows, strict=True))
        found.pop(None, None)
        shared = dict(zip(found, self.objects(list(found.values()), database), strict=True))
        return map(shared.get, keys)


class _Statement(Generic[M]):
    """The SQL of a queryset, and how its rows become objects: what ModelIterable finds out at every call."""

    def __init__(self, queryset: QuerySet[M]) -> None:
        compiler = queryset.query.get_compiler(queryset.db)
        statement, values = compiler.as_sql()
        self._values: dict[str, Any] = {}
        self.sql = statement.replace("%%", "%%%%") % tuple(self._stand_in(value) for value in values)
        select: Any = compiler.select
        self._database = queryset.db
        self._part = _Part(compiler.klass_info, select, list(compiler.annotation_col_map or ()))
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
        found = prepared(self.sql, {**self._values, **given}, binary=not self._converters)
        if self._converters:
            found = list(self._compiler.apply_converters(found, self._converters))
        return self._part.objects(found, self._database)
