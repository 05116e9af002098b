"""OpenAPI: what is said once for all operations, added after drf-spectacular has made the document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from viche.kernel.api.operations import HEADERS, REFUSALS, refer_to_headers
from viche.kernel.api.pages import MAX_LIMIT
from viche.kernel.api.schema import list_problem_components
from viche.kernel.keyset_lists import DEFAULT_LIMIT

EXAMPLES = Path(__file__).with_name("examples.json")
SCHEMAS = "#/components/schemas/"
PROBLEM = {"application/problem+json": {"schema": {"$ref": f"{SCHEMAS}Problem"}}}
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
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        "description": "How many items at most.",
    },
)
# A sentence that begins with the name of a field describes this field.
OF_A_FIELD = re.compile(r"(?:^|(?<=[.!?]\s)|(?<=\n\n))`(\w+)`[^.]*(?:\.(?!\s|$)[^.]*)*\.?(?=\s|$)")


def complete_document(result: Any, generator: Any, request: Any, public: Any) -> Any:
    """Add problems, headers, pages, examples and descriptions of fields (hook of drf-spectacular)."""
    _drop_marks(result)
    _add_components(result.setdefault("components", {}))
    schemas = result["components"]["schemas"]
    for method, operation in _operations(result):
        operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
        if method == "get" and _answers_page(operation):
            operation.setdefault("parameters", []).extend(PAGE_PARAMETERS)
        _add_versions(operation, schemas)
        _add_examples(operation)
    for name, schema in schemas.items():
        describe_fields(schema)
        if name.endswith("Request") and schema.get("type") == "object":
            schema["additionalProperties"] = False  # answers may gain fields, requests are read strictly
    return result


def _operations(result: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in result["paths"].values():
        yield from path.items()


def _drop_marks(part: Any) -> None:
    """Drop what is not true of us: hashes of translated choices, and the format of times."""
    for one in part.values() if isinstance(part, dict) else part:
        if isinstance(one, dict | list):
            _drop_marks(one)
    if isinstance(part, dict):
        part.pop("x-spec-enum-id", None)
        if part.get("format") == "time":
            del part["format"]  # ours are local (08:30), those of RFC 3339 have an offset


def _add_components(components: dict[str, Any]) -> None:
    components.setdefault("schemas", {}).update(list_problem_components())
    components["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    responses = {name: {"description": text, "content": PROBLEM} for name, text in REFUSALS.values()}
    responses["TooManyRequests"]["headers"] = refer_to_headers("Retry-After")
    responses["Problem"] = {"description": "Any other problem (RFC 9457).", "content": PROBLEM}
    components["responses"] = responses


def _answers_page(operation: dict[str, Any]) -> bool:
    return _answered_component(operation["responses"].get("200", {})).endswith("Page")


def _answered_component(response: dict[str, Any]) -> str:
    reference: str = response.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    return reference.removeprefix(SCHEMAS)


def _add_versions(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Document the version of an answer as its ETag."""
    for status, response in operation["responses"].items():
        component = schemas.get(_answered_component(response), {})
        if status.startswith("2") and "version" in component.get("properties", {}):
            response.setdefault("headers", {}).update(refer_to_headers("ETag"))


@cache
def _examples() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def _add_examples(operation: dict[str, Any]) -> None:
    example = _examples().get(operation["operationId"], {})
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None and "request" in example:
        body["example"] = example["request"]
    for status, value in example.get("responses", {}).items():
        content = operation["responses"].get(status, {}).get("content", {}).get("application/json")
        if content is not None:
            content["example"] = value


def describe_fields(schema: dict[str, Any]) -> None:
    """Give each field the sentence of the description that begins with its name."""
    description, fields = schema.get("description"), schema.get("properties", {})
    if not description:
        return

    def take(found: re.Match[str]) -> str:
        field = fields.get(found[1])
        if field is None or "description" in field or "$ref" in field:
            return found[0]
        field["description"] = " ".join(found[0].split())
        return ""

    rest = OF_A_FIELD.sub(take, description).strip()
    if rest:
        schema["description"] = re.sub(r"\s*\n\n\s*", "\n\n", re.sub(r"[ \t]{2,}", " ", rest))
    else:
        del schema["description"]
