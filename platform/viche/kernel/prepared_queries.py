"""Querysets that are compiled to SQL once and executed again with other parameters.

Building and compiling a queryset costs Django several times what PostgreSQL needs to find a row by its key. A
rule is still written once, as a queryset; its parameters are `QueryParam` expressions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db.models import Field, Model, QuerySet, Value
from django.db.models.base import ModelState

from viche.kernel.sql import execute_prepared

M = TypeVar("M", bound=Model)


class QueryParam(Value):
    """A named parameter, passed at execution, of the type of a field."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(name, output_field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def resolve_expression(self, *args: Any, **kwargs: Any) -> QueryParam:
        resolved: QueryParam = super().resolve_expression(*args, **kwargs)
        return resolved


def wrap_value(value: Any, output_field: Field[Any, Any]) -> Value:
    """Return an expression for a known value; a QueryParam is returned as it is."""
    return value if isinstance(value, QueryParam) else Value(value, output_field)


class PreparedQuery(Generic[M]):
    """A queryset with `QueryParam` values, compiled at the first call, when all models are loaded.

    Supports `select_related` of foreign keys and annotations; not prefetching, slices with a parameter, or
    other databases.
    """

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        self._build = build
        self._lock = Lock()
        self._statement: _CompiledStatement[M] | None = None

    def all(self, **given: Any) -> list[M]:
        """Return the rows for these parameters."""
        return self._compiled().rows(given)

    def first(self, **given: Any) -> M | None:
        """Return the first row; None if there is none."""
        return next(iter(self.all(**given)), None)

    @property
    def statement(self) -> str:
        """Return the SQL, with `%(name)s` for each parameter."""
        text: str = self._compiled().sql
        return text

    def forget(self) -> None:
        """Drop the compiled statement; the next call builds it again."""
        with self._lock:
            self._statement = None

    def _compiled(self) -> _CompiledStatement[M]:
        with self._lock:
            if self._statement is None:
                self._statement = _CompiledStatement(self._build())
            return self._statement


def build_instance(
    model: type[M], names: Sequence[str], values: Sequence[Any], database: str = "default"
) -> M:
    """Build a model instance from a row, without `__init__`, which would process each field again.

    It is restored as an unpickled instance would be. Columns that are not named are deferred.
    """
    state = ModelState()
    state.adding, state.db = False, database
    one = model.__new__(model)
    one.__dict__ = dict(zip(names, values, strict=True), _state=state)
    return one


def attach(owners: Iterable[Model], name: str, rows: Iterable[Model], by: str) -> None:
    """Set the prefetched relation `name` of some objects to the rows that refer to them by `by`.

    Like `prefetch_related`, for rows that are already loaded.
    """
    found: dict[Any, list[Model]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    for one in owners:
        related = getattr(one, name).all()
        related._result_cache = found[one.pk]
        one.__dict__.setdefault("_prefetched_objects_cache", {})[name] = related


class _InstanceBuilder:
    """Builds the instances of one model from result rows: its own columns and its related objects."""

    def __init__(self, information: Any, select: Any, names: Sequence[str] = ()) -> None:
        """Take the columns from Django's `klass_info`; annotation `names` follow those of the model."""
        places = information["select_fields"]
        self._model: type[Model] = information["model"]
        own = [column[0].target.attname for column in select[places[0] : places[-1] + 1]]
        self._key = places[own.index(str(self._model._meta.pk.attname))]
        self._names = [*own, *names]
        self._own = slice(places[0], places[0] + len(self._names))
        self._referred = [
            (one["local_setter"].__self__.cache_name, _InstanceBuilder(one, select))
            for one in information.get("related_klass_infos", ())
        ]

    def objects(self, rows: Sequence[Any], database: str) -> list[Any]:
        """Return the instance of each row."""
        found = [build_instance(self._model, self._names, row[self._own], database) for row in rows]
        for name, part in self._referred:
            for one, referred in zip(found, part._shared(rows, database), strict=True):
                one._state.fields_cache[name] = referred
        return found

    def _shared(self, rows: Sequence[Any], database: str) -> Iterator[Any]:
        """Yield the related object of each row.

        Rows with the same key share one instance; without a key it is None.
        """
        # The integer of a UUID: comparing UUID objects costs a Python call each time.
        keys = [getattr(row[self._key], "int", row[self._key]) for row in rows]
        found = dict(zip(keys, rows, strict=True))
        found.pop(None, None)
        shared = dict(zip(found, self.objects(list(found.values()), database), strict=True))
        return map(shared.get, keys)


class _CompiledStatement(Generic[M]):
    """The SQL of a queryset and the conversion of its rows, derived once instead of at every call."""

    def __init__(self, queryset: QuerySet[M]) -> None:
        compiler = queryset.query.get_compiler(queryset.db)
        statement, values = compiler.as_sql()
        self._values: dict[str, Any] = {}
        self.sql = statement.replace("%%", "%%%%") % tuple(self._stand_in(value) for value in values)
        select: Any = compiler.select
        self._database = queryset.db
        self._part = _InstanceBuilder(compiler.klass_info, select, list(compiler.annotation_col_map or ()))
        self._compiler = compiler
        self._converters = compiler.get_converters([column[0] for column in select])

    def _stand_in(self, value: Any) -> str:
        """Return the placeholder of a value. Strings and integers are inlined.

        The planner estimates `state = 'draft'` better than a parameter.
        """
        if isinstance(value, QueryParam):
            return f"%({value.value})s"
        if isinstance(value, int):
            return str(int(value))
        if isinstance(value, str):
            return "'{}'".format(str(value).replace("'", "''").replace("%", "%%"))
        self._values[name := f"v{len(self._values)}"] = value
        return f"%({name})s"

    def rows(self, given: dict[str, Any]) -> list[M]:
        found = execute_prepared(self.sql, {**self._values, **given}, binary=not self._converters)
        if self._converters:
            found = list(self._compiler.apply_converters(found, self._converters))
        return self._part.objects(found, self._database)
