"""JSON Schemas of type hints, and OpenAPI components of TypedDicts."""

from __future__ import annotations

from datetime import date, datetime
from enum import EnumType
from inspect import cleandoc
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    TypedDict,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)
from uuid import UUID

from drf_spectacular.extensions import OpenApiSerializerExtension

from viche.kernel.api.shapes import Shape, shape_of

PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    UUID: {"type": "string", "format": "uuid"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    Any: {},
}


class FieldProblem(TypedDict):
    """One error of one field. `pointer` is a JSON pointer into the request body.

    `span`, where only a part of the text is meant: the index of the first character (Unicode code points from
    0) and the index after the last, in the text as it would be stored: NFC, stripped of surrounding white
    space.
    """

    pointer: str
    code: str
    message: str
    span: NotRequired[list[int]]


class Problem(TypedDict):
    """Problem details (RFC 9457). `retry_after` is in seconds, where waiting helps.

    `present`: with some 412, what is stored, so that it can be compared with what was sent.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem]
    request_id: str
    retry_after: NotRequired[int]
    present: NotRequired[dict[str, Any]]


def build_json_schema(hint: Any, refer: Any) -> dict[str, Any]:
    """Return the JSON Schema of a type hint. `refer(typed)` returns the `$ref` of a TypedDict."""
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if is_typeddict(hint):
        reference: dict[str, Any] = refer(hint)
        return reference
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (NotRequired, Required):
        return build_json_schema(arguments[0], refer)
    if origin is Annotated:
        return {"type": "string", "enum": arguments[1].choices()}
    if origin is Literal or isinstance(hint, EnumType):
        return {"type": "string", "enum": [str(one) for one in arguments or hint]}
    if origin in (Union, UnionType):
        return _union(arguments, refer)
    if origin is dict:
        return {"type": "object", "additionalProperties": build_json_schema(arguments[1], refer)}
    if origin in (list, tuple):
        return {"type": "array", "items": build_json_schema(arguments[0], refer)}
    raise TypeError(f"No JSON Schema for {hint!r}")


def _union(arguments: tuple[Any, ...], refer: Any) -> dict[str, Any]:
    some = [build_json_schema(one, refer) for one in arguments if one is not NoneType]
    if NoneType in arguments:
        some.append({"type": "null"})
    if len(some) == 2 and set(some[0]) <= {"type", "format"} and some[1] == {"type": "null"}:
        return {**some[0], "type": [some[0]["type"], "null"]}
    return {"oneOf": some}


class ShapeExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # spectacular has no types
    """Builds components from Shape classes."""

    target_class = "viche.kernel.api.shapes.Shape"
    match_subclasses = True

    def get_name(self, auto_schema: Any = None, direction: Any = None) -> str:
        return str(self.target.typed.__name__)

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        typed = self.target.typed

        def refer(other: Any) -> dict[str, Any]:
            reference: dict[str, Any] = auto_schema.resolve_serializer(shape_of(other), direction).ref
            return reference

        hints = get_type_hints(typed, include_extras=True)
        return {
            "type": "object",
            **({"description": cleandoc(typed.__doc__)} if typed.__doc__ else {}),
            "properties": {name: build_json_schema(hint, refer) for name, hint in hints.items()},
            # Python recognises NotRequired only where annotations are not strings.
            "required": sorted(
                name for name in typed.__required_keys__ if get_origin(hints[name]) is not NotRequired
            ),
        }


def list_problem_components() -> dict[str, dict[str, Any]]:
    """Return the components of the problem that any operation may answer."""
    extension: Any = ShapeExtension
    return {
        typed.__name__: extension(shape_of(typed)).map_serializer(_References(), "response")
        for typed in (FieldProblem, Problem)
    }


class _References:
    def resolve_serializer(self, target: type[Shape], direction: Any) -> Any:
        class Reference:
            ref = {"$ref": f"#/components/schemas/{target.typed.__name__}"}

        return Reference
