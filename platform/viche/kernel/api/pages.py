"""Lists by keyset: the place in a list is the last row seen, so depth costs nothing and no row is skipped."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.fields import BooleanField, DateField, IntegerField
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, Serializer

from viche.kernel.api.strict import field_errors
from viche.kernel.errors import FieldError, Malformed
from viche.kernel.lists import DEFAULT_LIMIT, field_of, in_order, names_of
from viche.kernel.sealing import Unsealable, cover, uncover
from viche.kernel.text import is_storable

M = TypeVar("M", bound=Model)
M_co = TypeVar("M_co", bound=Model, covariant=True)
LARGEST_LIMIT = 100
MOST_DIGITS = 20
WRITTEN = {IntegerField: re.compile(r"-?[0-9]+"), DateField: re.compile(r"[!-~]+")}
CHECK = _("Check the parameters of the address.")
DIGITS = _("Write this with the digits 0 to 9 alone.")
COVERED = 64  # at least; as JSON it says the same
OF_THE_PAGE = ("limit", "cursor")


class Pages(Protocol[M_co]):
    """What `viche.kernel.lists` offers: a list that finds its pages by itself."""

    @property
    def model(self) -> type[M_co]: ...

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> Sequence[M_co]: ...


def keyset_page(
    request: Request,
    found: QuerySet[M] | Pages[M],
    *,
    order: Sequence[str],
    present: Callable[[list[M]], list[Any]],
    covered: str = "",
) -> dict[str, Any]:
    """One page: `{items, next_cursor}`. `?limit` (1 to 100) and `?cursor` come from the request.

    `order` names columns that are never null and together unique, all in one direction (`-` for descending).
    `present` turns the rows of the page into items, all at once. Cursors say where a reader is; `covered`
    (a purpose, see `sealing.cover`): in a way that tells the reader nothing.
    Raises Malformed for a bad limit or cursor.
    """
    limit, columns = limit_of(request), names_of(order)
    cursor, after = request.query_params.get("cursor"), None
    if cursor is not None:
        after = _read(cursor, [field_of(found.model, name) for name in columns], covered)
    if isinstance(found, QuerySet):
        rows = list(in_order(found, order, after)[: limit + 1])
    else:
        rows = list(found.page(limit + 1, order, after))
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": present(rows), "next_cursor": _written(rows[-1], columns, covered) if more else None}


def checked_query(
    request: Request, serializer: type[BaseSerializer[Any]], of_the_page: Sequence[str] = OF_THE_PAGE
) -> dict[str, Any]:
    """The parameters of the address but those of the page. Raises Malformed: unknown ones are refused."""
    parameters = {
        name: request.query_params[name] for name in request.query_params if name not in of_the_page
    }
    checked = serializer(data=parameters)
    fields = cast("Serializer[Any]", checked).fields
    strange = [name for name, field in fields.items() if _is_strange(parameters.get(name), field)]
    if strange:
        raise Malformed("bad_query", CHECK, [FieldError(f"/{name}", "invalid", DIGITS) for name in strange])
    if not checked.is_valid():
        raise Malformed("bad_query", CHECK, list(field_errors(checked.errors, "")))
    clean: dict[str, Any] = checked.validated_data
    return clean


def _is_strange(raw: str | None, field: Any) -> bool:
    """Whether a number or a day is written with other digits than 0 to 9, or with something around them."""
    pattern = next((found for kind, found in WRITTEN.items() if isinstance(field, kind)), None)
    return bool(raw) and pattern is not None and pattern.fullmatch(str(raw)) is None


def typed_query(request: Request, serializer: type[Serializer[Any]]) -> dict[str, Any]:
    """The parameters of the address as the body of JSON would have them, for fields of `serializer`. Raises
    Malformed: unknown ones are refused.
    """
    fields = serializer().fields
    unknown = [name for name in request.query_params if name not in fields]
    if unknown:
        words = _("This field is not known here.")
        raise Malformed("bad_query", CHECK, [FieldError(f"/{name}", "unknown", words) for name in unknown])
    return {name: _typed(request.query_params[name], fields.get(name)) for name in request.query_params}


def _typed(raw: str, field: Any) -> Any:
    if isinstance(field, IntegerField) and raw.isascii() and raw.isdigit():
        return int(raw[:MOST_DIGITS])
    if isinstance(field, BooleanField) and raw in ("true", "false"):
        return raw == "true"
    return raw


def limit_of(request: Request) -> int:
    """How many rows a page shall have. Raises Malformed."""
    raw = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 4 and 1 <= int(raw) <= LARGEST_LIMIT):
        raise Malformed("bad_limit", _("limit takes a whole number from 1 to 100."))
    return int(raw)


def _written(row: Model, columns: Sequence[str], covered: str) -> str:
    place = orjson.dumps([getattr(row, name) for name in columns])
    # What is covered shows its length: JSON may have room behind it.
    return (
        cover(place.ljust(COVERED), covered) if covered else urlsafe_b64encode(place).rstrip(b"=")
    ).decode()


def _read(cursor: str, fields: Sequence[Any], covered: str) -> list[Any]:
    try:
        plain = uncover(cursor, covered) if covered else urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = orjson.loads(plain)
        if not isinstance(values, list) or len(values) != len(fields) or None in values:
            raise ValueError
        place = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
        # What was turned into something else to fit was not written by us; a NUL no column can hold.
        if orjson.dumps(place) != orjson.dumps(values) or not all(is_storable(str(one)) for one in values):
            raise ValueError
        return place
    except (ValueError, TypeError, ValidationError, orjson.JSONDecodeError, Unsealable) as error:
        raise Malformed("bad_cursor", _("This cursor was not given by this list.")) from error
