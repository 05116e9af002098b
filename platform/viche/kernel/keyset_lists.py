"""Keyset lists of the rows that an actor may see, such as the newest fifty of a million.

No single query plan is always fast. When the actor's rows lie in few containers, the first rows of each
container are merged. When the actor sees a large part of the table, rows are read in order, and access is
checked for each row until the page is full.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    Expression,
    F,
    Field,
    Func,
    GeneratedField,
    Model,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
)
from django.db.models.expressions import RawSQL

from viche.kernel.prepared_queries import PreparedQuery, QueryParam, wrap_value

M = TypeVar("M", bound=Model)
DEFAULT_LIMIT = 50


class RowwiseExists(Exists):
    """EXISTS that PostgreSQL evaluates row by row.

    Otherwise it would hash all matching rows before the first result, because it plans for the whole table
    and not for one page. OFFSET 0 prevents that.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


class _AnyOfArray(Func):
    """`column = ANY (ARRAY(…))`: the ids are always computed first, whatever the planner estimates.

    Use it for few ids.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, column: str, ids: Expression | Subquery) -> None:
        super().__init__(F(column), ids)


def one_of_q(column: str, ids: QuerySet[Any, Any]) -> Q:
    """Return the condition that `column` is one of a few ids."""
    return Q(_AnyOfArray(column, ArraySubquery(ids)))


def ids_param_q(column: str, name: str, field: Field[Any, Any] | None = None) -> Q:
    """Return the condition that `column` is one of the ids passed as `name` to a prepared query.

    `field` is the type of an id that is not a UUID.
    """
    return Q(_AnyOfArray(column, QueryParam(name, ArrayField(field or UUIDField()))))


class RowComparison(Func):
    """`(a, b) < (x, y)` or `>`: one row comparison, which an index on (a, b) can answer."""

    output_field = BooleanField()

    def __init__(self, columns: Sequence[Any], values: Sequence[Any], operator: str) -> None:
        super().__init__(*columns, *values)
        self.width, self.operator = len(columns), operator

    def as_sql(self, compiler: Any, connection: Any, *parts: Any, **extra: Any) -> tuple[str, Any]:
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        left, right = (
            ", ".join(sql for sql, _params in half)
            for half in (compiled[: self.width], compiled[self.width :])
        )
        return f"({left}) {self.operator} ({right})", [one for _sql, params in compiled for one in params]


def order_columns_of(order: Sequence[str]) -> list[str]:
    """Return the column names of an order."""
    return [name.lstrip("-") for name in order]


def field_of(model: type[Model], name: str) -> Any:
    """Return the field whose type the values of a column have.

    For a generated column it is the output field, because the generated field itself accepts any value.
    """
    found = model._meta.get_field(name)
    return found.output_field if isinstance(found, GeneratedField) else found


@dataclass(frozen=True, slots=True)
class AccessPath:
    """One path by which an actor sees rows: the rows that match `condition`.

    With `containers` (a queryset of few grants, which have `content_object`), the rows must also lie in one
    of these containers. `column` is the row's reference to its container.
    """

    condition: Q
    containers: QuerySet[Any] | None = None
    column: str = ""

    def first(self, fitting: QuerySet[Any], names: Sequence[str], size: int) -> Statement:
        """Return the SQL of the first rows of this path, with the columns `names`, in the order of `fitting`.

        With containers, they are the first rows of each container.
        """
        rows = fitting.filter(self.condition)
        if self.containers is None:
            return _compile_sql(rows.values(*names)[:size])
        inside = rows.filter(**{self.column: RawSQL("place.id", ())})
        places, known = _compile_sql(self.containers.values("content_object"))
        statement, values = _compile_sql(inside.values(*names)[:size])
        top = f"SELECT top.* FROM ({places}) AS place(id) CROSS JOIN LATERAL ({statement}) AS top"  # noqa: S608
        return top, (*known, *values)


Statement = tuple[str, tuple[Any, ...]]


def _compile_sql(rows: QuerySet[Any, Any]) -> Statement:
    statement, values = rows.query.get_compiler(rows.db).as_sql()
    return statement, tuple(values)


AccessPaths = Sequence[AccessPath]


class _MergedIds(Expression):
    """An array of the ids of the first rows of all paths, merged in the order of the list."""

    output_field = ArrayField(UUIDField())

    def __init__(self, fitting: QuerySet[Any], ways: AccessPaths, order: Sequence[str], size: int) -> None:
        super().__init__()
        self.fitting, self.ways, self.order, self.size = fitting, ways, order, size

    def as_sql(self, compiler: Any, connection: Any, *parts: Any) -> tuple[str, Any]:
        names = order_columns_of(self.order)
        each = [way.first(self.fitting, names, self.size) for way in self.ways]
        union = " UNION ".join(f"({statement})" for statement, _values in each)
        columns = [connection.ops.quote_name(field_of(self.fitting.model, name).column) for name in names]
        direction = "DESC" if self.order[0].startswith("-") else "ASC"
        order = ", ".join(f"{column} {direction}" for column in columns)
        statement = f"ARRAY(SELECT id FROM ({union}) AS found ORDER BY {order} LIMIT {self.size})"  # noqa: S608
        return statement, [value for _statement, values in each for value in values]


def select_related_columns(rows: QuerySet[M], **columns: Sequence[str]) -> QuerySet[M]:
    """Select related objects (paths as in `select_related`), of which only these columns are loaded.

    Without this, most bytes of a page would be columns that are not presented.
    """
    own = [one.name for one in rows.model._meta.concrete_fields]
    referred = [f"{path}__{name}" for path, names in columns.items() for name in names]
    return rows.select_related(*columns).only(*own, *referred)


def apply_keyset(rows: QuerySet[M], order: Sequence[str], after: Sequence[Any] | None) -> QuerySet[M]:
    """Order rows by `order`, and keep only those after the given row if `after` is set.

    The columns of `order` are together unique and all in one direction; `after` has their values.
    """
    rows = rows.order_by(*order)
    if after is None:
        return rows
    names = order_columns_of(order)
    values = [wrap_value(one, field_of(rows.model, name)) for name, one in zip(names, after, strict=True)]
    operator = "<" if order[0].startswith("-") else ">"
    return rows.filter(RowComparison([F(name) for name in names], values, operator))


@dataclass(frozen=True, slots=True)
class Listing(Generic[M]):
    """A list that is read page by page: the rows of `fitting` that the actor may see.

    `seen` is either a condition that is checked row by row in the order of the list, or the access paths,
    each of which finds its own first rows. `shown` adds the joins that the presenter needs.
    """

    fitting: QuerySet[M]
    seen: Q | AccessPaths
    shown: Callable[[QuerySet[M]], QuerySet[M]]

    @property
    def model(self) -> type[M]:
        return self.fitting.model

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> Sequence[M]:
        """Return the first rows in an order, or those after a row: see `apply_keyset`."""
        return list(self.first(size, order, after))

    def first(self, size: int, order: Sequence[str], after: Sequence[Any] | None) -> QuerySet[M]:
        """Return the rows of `page` as a queryset. Rows are found first, and joined to others afterwards."""
        fitting = apply_keyset(self.fitting, order, after)
        if isinstance(self.seen, Q):
            ids: Expression | Subquery = ArraySubquery(fitting.filter(self.seen).values("pk")[:size])
        else:
            ids = _MergedIds(fitting, self.seen, order, size)
        return self.shown(self.model._default_manager.filter(_AnyOfArray("pk", ids)).order_by(*order))


@dataclass(frozen=True, slots=True)
class FilteredListing(Generic[M]):
    """A list for readers who may see most of its rows.

    Candidates are read in order and then filtered by access. The query for candidates is planned for the
    actual values: a word that occurs in half of all rows needs another plan than a rare word. Access is
    checked in a separate statement, `brought`: within one statement, the planner would estimate the cost of
    access for every row, and fetch all candidates instead of reading in order until the page is full.
    `brought` is a prepared query that takes the candidate `ids` and the parameters `known`. It also runs for
    no candidates, so that the number of statements does not reveal invisible matches, up to one page of them.
    """

    fitting: QuerySet[M]
    brought: PreparedQuery[M]
    known: Mapping[str, Any]

    @property
    def model(self) -> type[M]:
        return self.fitting.model

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> Sequence[M]:
        """Return the first rows in an order, or those after a row: see `apply_keyset`."""
        rows: list[M] = []
        take = size
        while len(rows) < size:
            found = list(
                apply_keyset(self.fitting, order, after).values_list("pk", *order_columns_of(order))[:take]
            )
            rows += self._seen([pk for pk, *_place in found])
            if len(found) < take:
                break
            after, take = found[-1][1:], take * 2
        return rows[:size]

    def _seen(self, ids: Sequence[Any]) -> list[M]:
        rows = {row.pk: row for row in self.brought.all(ids=ids, **self.known)}
        return [rows[one] for one in ids if one in rows]


class PreparedListing(Generic[M]):
    """A listing that is requested often, as prepared queries.

    Pages of the default size are compiled and planned once; each connection keeps the plan. `build` returns
    the listing for a shape (there are few shapes), a person, a moment, and further ids by name.
    """

    def __init__(self, model: type[M], build: Callable[..., Listing[M]]) -> None:
        self.model, self.build = model, build
        self._pages: dict[Any, PreparedQuery[M]] = {}

    def of(self, shape: Hashable, person_id: UUID, at: datetime, **ids: UUID) -> BoundListing[M]:
        """Return the listing bound to one person at one moment."""
        return BoundListing(self, shape, person_id, at, ids)

    def prepared(
        self, shape: Hashable, order: tuple[str, ...], later: bool, names: Sequence[str]
    ) -> PreparedQuery[M]:
        """Return the prepared query of the first page or a later one; `names` are those of the ids."""
        key = (shape, order, later)
        if key not in self._pages:
            self._pages[key] = PreparedQuery(lambda: self._first(shape, order, later, names))
        return self._pages[key]

    def _first(
        self, shape: Hashable, order: tuple[str, ...], later: bool, names: Sequence[str]
    ) -> QuerySet[M]:
        ids = {name: QueryParam(name, UUIDField()) for name in names}
        listing = self.build(
            shape, QueryParam("person_id", UUIDField()), QueryParam("at", DateTimeField()), **ids
        )
        place = [QueryParam(name, field_of(self.model, name)) for name in order_columns_of(order)]
        return listing.first(DEFAULT_LIMIT + 1, order, place if later else None)


@dataclass(frozen=True, slots=True)
class BoundListing(Generic[M]):
    """A prepared listing for one person at one moment."""

    listing: PreparedListing[M]
    shape: Hashable
    person_id: UUID
    at: datetime
    ids: Mapping[str, UUID]

    @property
    def model(self) -> type[M]:
        return self.listing.model

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> Sequence[M]:
        """Return the first rows in an order, or those after a row: see `apply_keyset`."""
        if size != DEFAULT_LIMIT + 1:
            listing = self.listing.build(self.shape, self.person_id, self.at, **self.ids)
            return listing.page(size, order, after)
        place = {} if after is None else dict(zip(order_columns_of(order), after, strict=True))
        prepared = self.listing.prepared(self.shape, tuple(order), after is not None, list(self.ids))
        return prepared.all(person_id=self.person_id, at=self.at, **self.ids, **place)
