"""Keyset pagination: the cursor is the last row seen, so depth costs nothing and no row is skipped."""

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

from viche.kernel.api.strict import list_field_errors
from viche.kernel.encryption import DecryptionError, decrypt_deterministic, encrypt_deterministic
from viche.kernel.errors import FieldError, Malformed
from viche.kernel.keyset_lists import DEFAULT_LIMIT, apply_keyset, field_of, order_columns_of
from viche.kernel.text import is_storable

M = TypeVar("M", bound=Model)
M_co = TypeVar("M_co", bound=Model, covariant=True)
MAX_LIMIT = 100
MAX_DIGITS = 20
VALUE_FORMATS = {IntegerField: re.compile(r"-?[0-9]+"), DateField: re.compile(r"[!-~]+")}
CHECK = _("Check the parameters of the address.")
DIGITS = _("Use only the digits 0 to 9.")
MIN_ENCRYPTED_LENGTH = 64  # minimum bytes before encryption; trailing blanks do not change the JSON
PAGE_PARAMETER_NAMES = ("limit", "cursor")


class Pages(Protocol[M_co]):
    """A list that finds its pages by itself, as in `viche.kernel.keyset_lists`."""

    @property
    def model(self) -> type[M_co]: ...

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> Sequence[M_co]: ...


def paginate(
    request: Request,
    found: QuerySet[M] | Pages[M],
    *,
    order: Sequence[str],
    present: Callable[[list[M]], list[Any]],
    covered: str = "",
) -> dict[str, Any]:
    """Return one page: `{items, next_cursor}`.

    `?limit` (1 to 100) and `?cursor` come from the request. `order` names columns that are never null and
    together unique, all in one direction (`-` for descending). `present` turns the rows of the page into
    items, all at once. Cursors reveal the position; with `covered` (a purpose, see `encrypt_deterministic`)
    they are encrypted. Raises Malformed for a bad limit or cursor.
    """
    cursor, limit = request.query_params.get("cursor"), limit_of(request)
    return read_page(found, order=order, present=present, covered=covered, cursor=cursor, limit=limit)


def read_page(
    found: QuerySet[M] | Pages[M],
    *,
    order: Sequence[str],
    present: Callable[[list[M]], list[Any]],
    covered: str = "",
    cursor: str | None,
    limit: int = DEFAULT_LIMIT,
) -> dict[str, Any]:
    """Return one page as `paginate` does, from a cursor instead of a request.

    Raises Malformed for a bad cursor.
    """
    columns, after = order_columns_of(order), None
    if cursor is not None:
        after = _decode_cursor(cursor, [field_of(found.model, name) for name in columns], covered)
    if isinstance(found, QuerySet):
        rows = list(apply_keyset(found, order, after)[: limit + 1])
    else:
        rows = list(found.page(limit + 1, order, after))
    more = len(rows) > limit
    rows = rows[:limit]
    return {
        "items": present(rows),
        "next_cursor": _encode_cursor(rows[-1], columns, covered) if more else None,
    }


def validate_query(
    request: Request, serializer: type[BaseSerializer[Any]], of_the_page: Sequence[str] = PAGE_PARAMETER_NAMES
) -> dict[str, Any]:
    """Return the validated query parameters, except those of pagination.

    Raises Malformed, also for unknown ones.
    """
    parameters = {
        name: request.query_params[name] for name in request.query_params if name not in of_the_page
    }
    checked = serializer(data=parameters)
    fields = cast("Serializer[Any]", checked).fields
    strange = [name for name, field in fields.items() if _is_misformatted(parameters.get(name), field)]
    if strange:
        raise Malformed("bad_query", CHECK, [FieldError(f"/{name}", "invalid", DIGITS) for name in strange])
    if not checked.is_valid():
        raise Malformed("bad_query", CHECK, list(list_field_errors(checked.errors, "")))
    clean: dict[str, Any] = checked.validated_data
    return clean


def _is_misformatted(raw: str | None, field: Any) -> bool:
    """Return whether a number or date has digits other than 0 to 9, or surrounding characters."""
    pattern = next((found for kind, found in VALUE_FORMATS.items() if isinstance(field, kind)), None)
    return bool(raw) and pattern is not None and pattern.fullmatch(str(raw)) is None


def parse_query(request: Request, serializer: type[Serializer[Any]]) -> dict[str, Any]:
    """Return the query parameters converted to JSON types, for the fields of `serializer`.

    Raises Malformed: unknown parameters are refused.
    """
    fields = serializer().fields
    unknown = [name for name in request.query_params if name not in fields]
    if unknown:
        words = _("This field is not known here.")
        raise Malformed("bad_query", CHECK, [FieldError(f"/{name}", "unknown", words) for name in unknown])
    return {
        name: _convert_value(request.query_params[name], fields.get(name)) for name in request.query_params
    }


def _convert_value(raw: str, field: Any) -> Any:
    if isinstance(field, IntegerField) and raw.isascii() and raw.isdigit():
        return int(raw[:MAX_DIGITS])
    if isinstance(field, BooleanField) and raw in ("true", "false"):
        return raw == "true"
    return raw


def limit_of(request: Request) -> int:
    """Return the page size that the request asks for. Raises Malformed."""
    raw = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 4 and 1 <= int(raw) <= MAX_LIMIT):
        raise Malformed("bad_limit", _("limit takes a whole number from 1 to 100."))
    return int(raw)


def _encode_cursor(row: Model, columns: Sequence[str], covered: str) -> str:
    place = orjson.dumps([getattr(row, name) for name in columns])
    # Ciphertext reveals its length, so it is padded with blanks, which JSON ignores.
    return (
        encrypt_deterministic(place.ljust(MIN_ENCRYPTED_LENGTH), covered)
        if covered
        else urlsafe_b64encode(place).rstrip(b"=")
    ).decode()


def _decode_cursor(cursor: str, fields: Sequence[Any], covered: str) -> list[Any]:
    try:
        plain = (
            decrypt_deterministic(cursor, covered)
            if covered
            else urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        )
        values = orjson.loads(plain)
        if not isinstance(values, list) or len(values) != len(fields) or None in values:
            raise ValueError
        place = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
        # A value that the field had to convert was not written by us; no column can hold NUL.
        if orjson.dumps(place) != orjson.dumps(values) or not all(is_storable(str(one)) for one in values):
            raise ValueError
        return place
    except (ValueError, TypeError, ValidationError, orjson.JSONDecodeError, DecryptionError) as error:
        raise Malformed("bad_cursor", _("This cursor was not given by this list.")) from error
