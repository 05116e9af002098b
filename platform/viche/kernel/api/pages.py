"""Lists by keyset: the place in a list is the last row seen, so depth costs nothing and no row is skipped."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import orjson
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, GeneratedField, Model, QuerySet, Value
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from viche.kernel.api.strict import field_errors
from viche.kernel.errors import Malformed
from viche.kernel.text import is_storable

M = TypeVar("M", bound=Model)
DEFAULT_LIMIT, LARGEST_LIMIT = 50, 100
OF_THE_PAGE = ("limit", "cursor")


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


def keyset_page(
    request: Request,
    queryset: QuerySet[M],
    *,
    order: Sequence[str],
    present: Callable[[list[M]], list[Any]],
) -> dict[str, Any]:
    """One page: `{items, next_cursor}`. `?limit` (1 to 100) and `?cursor` come from the request.

    `order` names columns that are never null and together unique, all in one direction (`-` for descending).
    `present` turns the rows of the page into items, all at once.
    Raises Malformed for a bad limit or cursor.
    """
    limit = limit_of(request)
    columns = [name.lstrip("-") for name in order]
    cursor = request.query_params.get("cursor")
    if cursor is not None:
        fields = [_typed(queryset.model._meta.get_field(name)) for name in columns]
        values = [Value(value, field) for value, field in zip(_read(cursor, fields), fields, strict=True)]
        operator = "<" if order[0].startswith("-") else ">"
        queryset = queryset.filter(RowBeyond([F(name) for name in columns], values, operator))
    rows = list(queryset.order_by(*order)[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": present(rows), "next_cursor": _written(rows[-1], columns) if more else None}


def checked_query(
    request: Request, serializer: type[BaseSerializer[Any]], of_the_page: Sequence[str] = OF_THE_PAGE
) -> dict[str, Any]:
    """The parameters of the address but those of the page. Raises Malformed: unknown ones are refused."""
    parameters = {
        name: request.query_params[name] for name in request.query_params if name not in of_the_page
    }
    checked = serializer(data=parameters)
    if not checked.is_valid():
        raise Malformed(
            "bad_query", _("Check the parameters of the address."), list(field_errors(checked.errors, ""))
        )
    clean: dict[str, Any] = checked.validated_data
    return clean


def limit_of(request: Request) -> int:
    """How many rows a page shall have. Raises Malformed."""
    raw = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 4 and 1 <= int(raw) <= LARGEST_LIMIT):
        raise Malformed("bad_limit", _("limit takes a whole number from 1 to 100."))
    return int(raw)


def _written(row: Model, columns: Sequence[str]) -> str:
    return urlsafe_b64encode(orjson.dumps([getattr(row, name) for name in columns])).decode().rstrip("=")


def _typed(field: Any) -> Any:
    """The field that knows the type: a generated column itself takes anything for its value."""
    return field.output_field if isinstance(field, GeneratedField) else field


def _read(cursor: str, fields: Sequence[Any]) -> list[Any]:
    try:
        values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(fields) or None in values:
            raise ValueError
        place = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
        # What was turned into something else to fit was not written by us; a NUL no column can hold.
        if orjson.dumps(place) != orjson.dumps(values) or not all(is_storable(str(one)) for one in values):
            raise ValueError
        return place
    except (ValueError, TypeError, ValidationError, orjson.JSONDecodeError) as error:
        raise Malformed("bad_cursor", _("This cursor was not given by this list.")) from error
