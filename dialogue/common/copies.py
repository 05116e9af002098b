"""Answers whose fields are attributes of a row by the same names."""

from __future__ import annotations

from typing import Any, TypeVar, cast

Shape = TypeVar("Shape")


def copy_fields(row: object, shape: type[Shape], **others: Any) -> Shape:
    """Return an answer of a TypedDict: each of its fields from `others`, or else from `row`."""
    names = shape.__annotations__
    return cast("Shape", {name: others[name] if name in others else getattr(row, name) for name in names})
