"""Output shapes: a TypedDict is the one definition of what an answer looks like, for mypy and for OpenAPI."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, TypedDict

# TypedDict's functional form, for names and fields that are known only at run time.
_made: Any = TypedDict


class Shape:
    """Stands for a TypedDict where drf-spectacular expects a serializer."""

    typed: ClassVar[Any]


@cache
def shape(typed: Any) -> type[Shape]:
    """The OpenAPI component of a TypedDict, for `extend_schema`."""
    return type(typed.__name__, (Shape,), {"typed": typed})


@cache
def page_of(typed: Any) -> type[Shape]:
    """The component of a page of `typed`: `{items, next_cursor}`."""
    name = f"{typed.__name__}Page"
    return shape(_made(name, {"items": list[typed], "next_cursor": str | None}))


@cache
def list_of(typed: Any) -> type[Shape]:
    """The component of a whole list: `{items}`."""
    name = f"{typed.__name__}List"
    return shape(_made(name, {"items": list[typed]}))
