"""OpenAPI: names of operations, components from TypedDicts, and the problem that any operation may answer."""

from __future__ import annotations

import re
from datetime import date, datetime
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
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from viche.kernel.api.pages import LARGEST_LIMIT
from viche.kernel.api.shapes import Shape, shape
from viche.kernel.api.strict import StrictSerializer
from viche.kernel.lists import DEFAULT_LIMIT

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
    """`span`, where not all of the field is meant: the first character (Unicode code points from 0) and the
    one behind the last, of the text as it would be stored: NFC, without white space at its ends.
    """

    pointer: str
    code: str
    message: str
    span: NotRequired[list[int]]


class Problem(TypedDict):
    """RFC 9457. `retry_after`, where it helps to wait: in seconds."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem]
    request_id: str
    retry_after: NotRequired[int]


def json_schema(hint: Any, refer: Any) -> dict[str, Any]:
    """The JSON Schema of a type hint. `refer(typed)` gives the `$ref` of a TypedDict."""
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if is_typeddict(hint):
        reference: dict[str, Any] = refer(hint)
        return reference
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (NotRequired, Required):
        return json_schema(arguments[0], refer)
    if origin is Annotated:
        return {"type": "string", "enum": arguments[1].choices()}
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (Union, UnionType):
        return _union(arguments, refer)
    if origin is dict:
        return {"type": "object", "additionalProperties": json_schema(arguments[1], refer)}
    if origin in (list, tuple):
        return {"type": "array", "items": json_schema(arguments[0], refer)}
    raise TypeError(f"No JSON Schema for {hint!r}")


def _union(arguments: tuple[Any, ...], refer: Any) -> dict[str, Any]:
    some = [json_schema(one, refer) for one in arguments if one is not NoneType]
    if NoneType in arguments:
        some.append({"type": "null"})
    if len(some) == 2 and set(some[0]) <= {"type", "format"} and some[1] == {"type": "null"}:
        return {**some[0], "type": [some[0]["type"], "null"]}
    return {"oneOf": some}


class ShapeExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # spectacular has no types
    """Components from Shape."""

    target_class = "viche.kernel.api.shapes.Shape"
    match_subclasses = True

    def get_name(self, auto_schema: Any = None, direction: Any = None) -> str:
        return str(self.target.typed.__name__)

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        typed = self.target.typed

        def refer(other: Any) -> dict[str, Any]:
            reference: dict[str, Any] = auto_schema.resolve_serializer(shape(other), direction).ref
            return reference

        hints = get_type_hints(typed, include_extras=True)
        return {
            "type": "object",
            "properties": {name: json_schema(hint, refer) for name, hint in hints.items()},
            # Python sees NotRequired only where annotations are no strings.
            "required": sorted(
                name for name in typed.__required_keys__ if get_origin(hints[name]) is not NotRequired
            ),
            "additionalProperties": False,
        }


class EndpointSchema(AutoSchema):
    """Names operations after method and class, and documents what the base endpoint reads beside bodies."""

    def get_operation_id(self) -> str:
        words = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{self.method.lower()}_{words}"

    def get_request_serializer(self) -> Any:
        return None if self.method == "DELETE" else super().get_request_serializer()

    def _get_request_body(self, direction: Any = "request") -> Any:
        """DELETE may carry a reason: drf-spectacular itself describes bodies of POST, PUT and PATCH alone."""
        base: Any = super()
        if self.method != "DELETE" or self.get_request_serializer() is None:
            return base._get_request_body(direction)
        self.method = "POST"
        body = base._get_request_body(direction)
        self.method = "DELETE"
        body.pop("required", None)
        return body

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.removeprefix("viche.").split(".")[0]]

    def get_override_parameters(self) -> list[Any]:
        asks = getattr(self.view, "asks", None)
        asked = self.method == "GET" and asks is not None and asks().fields
        parameters: list[Any] = [asks] if asked else []
        if self.method == "POST" and getattr(self.view, "keeps_answers", False):
            parameters.append(
                _header("Idempotency-Key", "A repeat with the same key gets the same answer.", False)
            )
        if self.method in getattr(self.view, "conditional", ()):
            parameters.append(_header("If-Match", "The ETag that was read, or several of them.", True))
        deletes_with = getattr(self.view, "deletes_with", None)
        if self.method == "DELETE" and deletes_with is not None:
            parameters += _instead_of_body(deletes_with)
        return parameters


def _instead_of_body(serializer: type[StrictSerializer]) -> list[OpenApiParameter]:
    """What DELETE takes, as parameters of the address."""
    kinds = {serializers.IntegerField: OpenApiTypes.INT, serializers.BooleanField: OpenApiTypes.BOOL}
    return [
        OpenApiParameter(
            name,
            next((found for kind, found in kinds.items() if isinstance(field, kind)), OpenApiTypes.STR),
            description="Where no body can be sent.",
        )
        for name, field in serializer().fields.items()
    ]


def _header(name: str, description: str, required: bool) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=required, description=description
    )


LOCATION = {"Location": {"schema": {"type": "string"}, "description": "The address of what was made."}}


def add_problems(result: Any, generator: Any, request: Any, public: Any) -> Any:
    """Every operation may answer a problem, and 201 says where: added once, after the schema is made."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    for typed in (FieldProblem, Problem):
        extension: Any = ShapeExtension
        schemas[typed.__name__] = extension(shape(typed)).map_serializer(_References(), "response")
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in result["paths"].values():
        for operation in path.values():
            if "201" in operation["responses"]:
                operation["responses"]["201"]["headers"] = LOCATION
            operation["responses"]["default"] = {"description": "A problem (RFC 9457)", "content": content}
    return result


PAGE_PARAMETERS = (
    {
        "in": "query",
        "name": "cursor",
        "schema": {"type": "string"},
        "description": "`next_cursor` of the page before.",
    },
    {
        "in": "query",
        "name": "limit",
        "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
        "description": "How many items at most.",
    },
)


def add_page_parameters(result: Any, generator: Any, request: Any, public: Any) -> Any:
    """Whatever answers a page takes `limit` and `cursor`: said once, after the schema is made."""
    for path in result["paths"].values():
        if "get" in path and _answers_page(path["get"]):
            path["get"].setdefault("parameters", []).extend(PAGE_PARAMETERS)
    return result


def drop_marks(result: Any, generator: Any, request: Any, public: Any) -> Any:
    """Without the marks of choices, which are hashes of their words as they are translated at the moment."""
    for schema in result.values() if isinstance(result, dict) else result:
        if isinstance(schema, dict | list):
            drop_marks(schema, generator, request, public)
    if isinstance(result, dict):
        result.pop("x-spec-enum-id", None)
    return result


def _answers_page(operation: Any) -> bool:
    content = operation["responses"].get("200", {}).get("content", {})
    reference: str = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return reference.endswith("Page")


class _References:
    def resolve_serializer(self, target: type[Shape], direction: Any) -> Any:
        class Reference:
            ref = {"$ref": f"#/components/schemas/{target.typed.__name__}"}

        return Reference
