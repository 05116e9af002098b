"""Output shapes: a TypedDict is the single definition of a response, for mypy and for OpenAPI."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, TypedDict

# TypedDict's functional form, for names and fields that are known only at run time.
_make_typed_dict: Any = TypedDict


class Shape:
    """Stands for a TypedDict where drf-spectacular expects a serializer."""

    typed: ClassVar[Any]


@cache
def shape_of(typed: Any) -> type[Shape]:
    """Return the OpenAPI component of a TypedDict, for `extend_schema`."""
    return type(typed.__name__, (Shape,), {"typed": typed})


@cache
def page_of(typed: Any) -> type[Shape]:
    """Return the component of a page of `typed`: `{items, next_cursor}`."""
    name = f"{typed.__name__}Page"
    return shape_of(_make_typed_dict(name, {"items": list[typed], "next_cursor": str | None}))


@cache
def list_of(typed: Any) -> type[Shape]:
    """Return the component of a complete list: `{items}`."""
    name = f"{typed.__name__}List"
    return shape_of(_make_typed_dict(name, {"items": list[typed]}))
