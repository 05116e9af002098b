"""Markdown about the API, made from its OpenAPI document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from viche.config.api_pages.error_codes import Sentences, collect_error_codes

PREFIX = "/api/v1"
GENERATED = "<!-- Written by `./viche manage api_pages`: change the code that it tells of. -->"
METHODS = ("get", "post", "put", "patch", "delete", "head")
JSON = "application/json"


def build_pages(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of each page by its file name."""
    subjects = {tag["name"]: tag["description"] for tag in document["tags"]}
    pages = {f"{name}.md": _render_subject(name, text, document) for name, text in subjects.items()}
    return pages | {
        "README.md": _render_contents(subjects, document["info"]["description"]),
        "errors.md": _render_error_codes(collect_error_codes()),
    }


def _render_contents(subjects: Mapping[str, str], text: str) -> str:
    lines = [f"- [{name}]({name}.md): {about.splitlines()[0]}" for name, about in subjects.items()]
    start = "How to begin: [api.md](../api.md). Every error code: [errors.md](errors.md)."
    return _join("# The API", GENERATED, start, "\n".join(lines), text)


def _render_subject(name: str, text: str, document: Mapping[str, Any]) -> str:
    operations: dict[str, dict[str, Any]] = defaultdict(dict)
    for path, methods in document["paths"].items():
        for method in METHODS:
            if name in methods.get(method, {}).get("tags", ()):
                operations[path][method] = methods[method]
    start = "How to begin: [api.md](../api.md). Error codes: [errors.md](errors.md)."
    blocks = [
        block
        for path, methods in operations.items()
        for block in (f"## `{path.removeprefix(PREFIX)}`", *_render_methods(methods, document))
    ]
    return _join(f"# API: {name}", GENERATED, start, text, *blocks)


def _render_methods(methods: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    for method, operation in methods.items():
        yield f"### {method.upper()}: {operation['summary']}"
        yield operation["description"]
        lines = [*_list_parameters(operation), *_list_body(operation, document)]
        if lines:
            yield "\n".join(lines)


def _list_parameters(operation: Mapping[str, Any]) -> Iterator[str]:
    for place, title in (("query", "Query"), ("header", "Headers")):
        found = [one for one in operation.get("parameters", ()) if one["in"] == place]
        if found:
            yield f"- {title}: {_show_names({one['name']: one.get('required', False) for one in found})}"


def _list_body(operation: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    schema = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if schema.get("properties"):
        needed = schema.get("required", ())
        yield f"- Body: {_show_names({name: name in needed for name in schema['properties']})}"


def _show_names(names: Mapping[str, bool]) -> str:
    return ", ".join(f"`{name}`{' (required)' if needed else ''}" for name, needed in names.items())


def _render_error_codes(found: Sentences) -> str:
    about = (
        "`code` of a problem says what was refused; `code` of each of its `errors` says what is wrong with\n"
        "the field at `pointer`. Sentences come in Ukrainian and English; placeholders are filled in."
    )
    return _join(
        "# Error codes",
        GENERATED,
        about,
        "## Problems",
        _render_table(found, in_fields=False),
        "## Fields",
        _render_table(found, in_fields=True),
    )


def _render_table(found: Sentences, *, in_fields: bool) -> str:
    rows = [
        f"| `{one.code}` | {one.status} | {'<br>'.join(sentences)} |".replace("\n", " ")
        for one, sentences in found.items()
        if one.in_fields is in_fields
    ]
    return "\n".join(["| Code | Status | Sentences |", "|---|---|---|", *rows])


def _join(*blocks: str) -> str:
    return "\n\n".join(block.strip() for block in blocks) + "\n"
