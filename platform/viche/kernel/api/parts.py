"""Parts that GET of an object includes on request, so that a page opens with few requests.

`?include=gist,readers` adds `included` to the answer. Under its name is what GET of the part's own address
answers, or null where that refuses: the endpoint of the part itself is called, with its authorisation, its
access records and its share of the rate limit.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any, NotRequired, TypedDict, get_type_hints

from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from viche.kernel.api.answers import Answer
from viche.kernel.api.endpoint import API_ROOT, Endpoint
from viche.kernel.api.shapes import Shape
from viche.kernel.errors import Invalid

# TypedDict's functional form, for fields that are known once all apps have registered theirs.
_make_typed_dict: Any = TypedDict


@dataclass(frozen=True, slots=True)
class Part:
    """`address` is relative to /api/v1/, a format string with fields of the object; `shape` its answer."""

    address: str
    shape: type[Shape]


PARTS: dict[str, dict[str, Part]] = defaultdict(dict)


def register_part(of: str, name: str, address: str, shape: type[Shape]) -> None:
    """Register a part of a kind of object (`thread`, `me`), in the room that answers it."""
    PARTS[of][name] = Part(address, shape)


@extend_schema_field(OpenApiTypes.STR)
class PartNames(serializers.Field[list[str], str, Any, Any]):
    """Names of parts, separated by commas. An unknown one is an error of the field (422)."""

    def __init__(self, of: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of

    def to_internal_value(self, data: Any) -> list[str]:
        names = list(dict.fromkeys(str(data).split(",")))
        unknown = [name for name in names if name not in PARTS[self.of]]
        if unknown:
            words = _("Parts that can be included: %(names)s.") % {"names": ", ".join(sorted(PARTS[self.of]))}
            raise Invalid.field("/include", "unknown_part", words)
        return names


def include_parts(endpoint: Endpoint, of: str, shown: Answer[Any]) -> Answer[Any]:
    """Add to the answer the parts that `?include` names, if any."""
    names = endpoint.asked.get("include", ())
    if names:
        raw, facts = endpoint.request._request, shown.data
        parts = {name: _read_part(raw, PARTS[of][name].address.format_map(facts)) for name in names}
        included = {
            name: part.data if part.status_code == HTTPStatus.OK else None for name, part in parts.items()
        }
        shown.data = {**facts, "included": included}
        # Each part counted as a request: the last one says how many are left.
        if left := parts[names[-1]].headers.get("RateLimit"):
            shown.headers["RateLimit"] = left
    return shown


def _read_part(raw: HttpRequest, address: str) -> Any:
    """Return the response of GET of an address to the same caller."""
    path, _mark, query = address.partition("?")
    inner: Any = copy(raw)
    inner.method, inner.GET = "GET", QueryDict(query)
    inner.path = inner.path_info = f"{API_ROOT}{path}"
    inner.META = {**raw.META, "QUERY_STRING": query}
    found = inner.resolver_match = resolve(inner.path_info)
    return found.func(inner, *found.args, **found.kwargs)


class _Late:
    """The TypedDict of an answer with its parts: made for the schema, when all apps have registered."""

    def __init__(self, of: str, typed: Any) -> None:
        self.of, self.typed = of, typed

    def __get__(self, _instance: object, _owner: type) -> Any:
        return _type_with_parts(self.of, self.typed)


def shape_with_parts(of: str, typed: Any) -> type[Shape]:
    """Return the OpenAPI component of `typed` with `included`."""
    return type(f"{typed.__name__}WithParts", (Shape,), {"typed": _Late(of, typed)})


@cache
def _type_with_parts(of: str, typed: Any) -> Any:
    parts = {name: NotRequired[part.shape.typed | None] for name, part in sorted(PARTS[of].items())}
    included = _make_typed_dict(f"{typed.__name__}Parts", parts)
    included.__doc__ = "Each part as its own address answers it; null where that refuses."
    hints = {**get_type_hints(typed, include_extras=True), "included": NotRequired[included]}
    made = _make_typed_dict(f"{typed.__name__}WithParts", hints)
    made.__doc__ = typed.__doc__
    return made
