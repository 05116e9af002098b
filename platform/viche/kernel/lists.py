"""Lists of what somebody may see, found in their order: the newest fifty of a million, whoever asks.

No plan wins everywhere. Whose rows lie in few places: the first rows of each place, merged. Who sees a large
part of everything: the rows in their order, each asked until the page is full.
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

from viche.kernel.prepared import Given, Prepared, valued

M = TypeVar("M", bound=Model)
DEFAULT_LIMIT = 50


class Probe(Exists):
    """EXISTS that is asked row by row. PostgreSQL would rather read all answers into a hash before the first
    row: it reckons with all rows of the table, and not with those of one page.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


class _OneOf(Func):
    """`column = ANY (ARRAY(…))`: the ids are found first, whatever the planner thinks of what is around them.

    They should be few.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, column: str, ids: Expression | Subquery) -> None:
        super().__init__(F(column), ids)


def one_of(column: str, ids: QuerySet[Any, Any]) -> Q:
    """The condition that `column` is one of a few ids."""
    return Q(_OneOf(column, ArraySubquery(ids)))


def given_ids(column: str, name: str, field: Field[Any, Any] | None = None) -> Q:
    """The condition that `column` is one of the ids that are given as `name` to a prepared question.

    `field` is the type of an id that is no UUID.
    """
    return Q(_OneOf(column, Given(name, ArrayField(field or UUIDField()))))


class RowBeyond(Func):
    """`(a, b) < (x, y)` or `>`: one comparison of rows, which an index on (a, b) answers."""

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


def names_of(order: Sequence[str]) -> list[str]:
    """The columns of an order."""
    return [name.lstrip("-") for name in order]


def field_of(model: type[Model], name: str) -> Any:
    """The field that knows the type: a generated column itself takes anything for its value."""
    found = model._meta.get_field(name)
    return found.output_field if isinstance(found, GeneratedField) else found


@dataclass(frozen=True, slots=True)
class Way:
    """One reason for which somebody sees rows: all that fulfil `condition` and, where there are `containers`
    (a few grants: rows with `content_object`), lie in one of these, which `column` of the row names.
    """

    condition: Q
    containers: QuerySet[Any] | None = None
    column: str = ""

    def first(self, fitting: QuerySet[Any], names: Sequence[str], size: int) -> Statement:
        """The first rows by this way in the order of `fitting`, these columns of them; those of each
        container.
        """
        rows = fitting.filter(self.condition)
        if self.containers is None:
            return _statement(rows.values(*names)[:size])
        inside = rows.filter(**{self.column: RawSQL("place.id", ())})
        places, known = _statement(self.containers.values("content_object"))
        statement, values = _statement(inside.values(*names)[:size])
        top = f"SELECT top.* FROM ({places}) AS place(id) CROSS JOIN LATERAL ({statement}) AS top"  # noqa: S608
        return top, (*known, *values)


Statement = tuple[str, tuple[Any, ...]]


def _statement(rows: QuerySet[Any, Any]) -> Statement:
    statement, values = rows.query.get_compiler(rows.db).as_sql()
    return statement, tuple(values)


Ways = Sequence[Way]


class _Merged(Expression):
    """An array of the ids of the first rows of all ways together."""

    output_field = ArrayField(UUIDField())

    def __init__(self, fitting: QuerySet[Any], ways: Ways, order: Sequence[str], size: int) -> None:
        super().__init__()
        self.fitting, self.ways, self.order, self.size = fitting, ways, order, size

    def as_sql(self, compiler: Any, connection: Any, *parts: Any) -> tuple[str, Any]:
        names = names_of(self.order)
        each = [way.first(self.fitting, names, self.size) for way in self.ways]
        union = " UNION ".join(f"({statement})" for statement, _values in each)
        columns = [connection.ops.quote_name(field_of(self.fitting.model, name).column) for name in names]
        direction = "DESC" if self.order[0].startswith("-") else "ASC"
        order = ", ".join(f"{column} {direction}" for column in columns)
        statement = f"ARRAY(SELECT id FROM ({union}) AS found ORDER BY {order} LIMIT {self.size})"  # noqa: S608
        return statement, [value for _statement, values in each for value in values]


def referring(rows: QuerySet[M], **columns: Sequence[str]) -> QuerySet[M]:
    """Rows with what they refer to (each path as in `select_related`), of which these columns are brought:
    a page would carry most of its bytes for columns that nobody shows.
    """
    own = [one.name for one in rows.model._meta.concrete_fields]
    referred = [f"{path}__{name}" for path, names in columns.items() for name in names]
    return rows.select_related(*columns).only(*own, *referred)


def in_order(rows: QuerySet[M], order: Sequence[str], after: Sequence[Any] | None) -> QuerySet[M]:
    """Rows in an order (columns that are together unique, all in one direction): all of them, or those after
    the one whose values are given.
    """
    rows = rows.order_by(*order)
    if after is None:
        return rows
    names = names_of(order)
    values = [valued(one, field_of(rows.model, name)) for name, one in zip(names, after, strict=True)]
    operator = "<" if order[0].startswith("-") else ">"
    return rows.filter(RowBeyond([F(name) for name in names], values, operator))


@dataclass(frozen=True, slots=True)
class Listing(Generic[M]):
    """A list that is shown page by page: what fits, as far as it is `seen`.

    `seen` is a condition that is asked of the rows in their order, or all the ways by which somebody sees
    any, each of which finds its own first rows. `shown` joins what presentation needs.
    """

    fitting: QuerySet[M]
    seen: Q | Ways
    shown: Callable[[QuerySet[M]], QuerySet[M]]

    @property
    def model(self) -> type[M]:
        return self.fitting.model

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> Sequence[M]:
        """The first rows in an order, or those after one: see `in_order`."""
        return list(self.first(size, order, after))

    def first(self, size: int, order: Sequence[str], after: Sequence[Any] | None) -> QuerySet[M]:
        """The same as a query. The rows are found before anything is joined to them."""
        fitting = in_order(self.fitting, order, after)
        if isinstance(self.seen, Q):
            ids: Expression | Subquery = ArraySubquery(fitting.filter(self.seen).values("pk")[:size])
        else:
            ids = _Merged(fitting, self.seen, order, size)
        return self.shown(self.model._default_manager.filter(_OneOf("pk", ids)).order_by(*order))


@dataclass(frozen=True, slots=True)
class Sifted(Generic[M]):
    """A list of rows of which its reader sees the most: those that fit are found in their order, and of these
    the ones that are seen are brought, until the page is full.

    What fits is planned for the values at hand: a word that stands in half of all rows asks for another plan
    than one that stands in three of them. Were the rights in that statement, the planner would reckon them
    for every row, and rather take all that fit than read in order until the page is full. What is seen and
    what is joined to it is planned once: `brought` asks it of the rows of the `ids` that are given to it,
    with what is `known` besides. It is asked also of none: whether anything fits that is not seen does not
    show in the number of statements, until there is more of it than a page holds.
    """

    fitting: QuerySet[M]
    brought: Prepared[M]
    known: Mapping[str, Any]

    @property
    def model(self) -> type[M]:
        return self.fitting.model

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> Sequence[M]:
        """The first rows in an order, or those after one: see `in_order`."""
        rows: list[M] = []
        take = size
        while len(rows) < size:
            found = list(in_order(self.fitting, order, after).values_list("pk", *names_of(order))[:take])
            rows += self._seen([pk for pk, *_place in found])
            if len(found) < take:
                break
            after, take = found[-1][1:], take * 2
        return rows[:size]

    def _seen(self, ids: Sequence[Any]) -> list[M]:
        rows = {row.pk: row for row in self.brought.all(ids=ids, **self.known)}
        return [rows[one] for one in ids if one in rows]


class HotListing(Generic[M]):
    """A listing that everybody opens. Pages of the usual size are put into SQL once, and planned once for
    each connection.

    `build` makes the listing of a shape, of which there are few, for a person, a moment, and the ids that the
    shape asks for besides, by name.
    """

    def __init__(self, model: type[M], build: Callable[..., Listing[M]]) -> None:
        self.model, self.build = model, build
        self._pages: dict[Any, Prepared[M]] = {}

    def of(self, shape: Hashable, person_id: UUID, at: datetime, **ids: UUID) -> Hot[M]:
        """The listing of one person now."""
        return Hot(self, shape, person_id, at, ids)

    def prepared(
        self, shape: Hashable, order: tuple[str, ...], later: bool, names: Sequence[str]
    ) -> Prepared[M]:
        """The first page, or one `later`; `names` are those of the ids."""
        key = (shape, order, later)
        if key not in self._pages:
            self._pages[key] = Prepared(lambda: self._first(shape, order, later, names))
        return self._pages[key]

    def _first(
        self, shape: Hashable, order: tuple[str, ...], later: bool, names: Sequence[str]
    ) -> QuerySet[M]:
        ids = {name: Given(name, UUIDField()) for name in names}
        listing = self.build(shape, Given("person_id", UUIDField()), Given("at", DateTimeField()), **ids)
        place = [Given(name, field_of(self.model, name)) for name in names_of(order)]
        return listing.first(DEFAULT_LIMIT + 1, order, place if later else None)


@dataclass(frozen=True, slots=True)
class Hot(Generic[M]):
    """A hot listing for one person at one moment."""

    listing: HotListing[M]
    shape: Hashable
    person_id: UUID
    at: datetime
    ids: Mapping[str, UUID]

    @property
    def model(self) -> type[M]:
        return self.listing.model

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> Sequence[M]:
        """The first rows in an order, or those after one: see `in_order`."""
        if size != DEFAULT_LIMIT + 1:
            listing = self.listing.build(self.shape, self.person_id, self.at, **self.ids)
            return listing.page(size, order, after)
        place = {} if after is None else dict(zip(names_of(order), after, strict=True))
        prepared = self.listing.prepared(self.shape, tuple(order), after is not None, list(self.ids))
        return prepared.all(person_id=self.person_id, at=self.at, **self.ids, **place)
