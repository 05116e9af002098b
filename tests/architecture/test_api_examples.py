"""Each body of the API has an example, recorded by `tests.record_examples`."""

from __future__ import annotations

import json
from typing import Any

from viche.cli.places import ROOT

API: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
JSON = "application/json"
# Answers that have none, each with its reason.
WITHOUT = {"get_realtime_schema": "a document of its own: docs/asyncapi.json"}


def test_each_body_has_an_example() -> None:
    missing = []
    for path in API["paths"].values():
        for operation in path.values():
            name = operation["operationId"]
            body = operation.get("requestBody", {}).get("content", {}).get(JSON)
            if body is not None and "example" not in body:
                missing.append(f"{name}: request")
            answers = [
                answer["content"][JSON]
                for status, answer in operation["responses"].items()
                if status.startswith("2") and JSON in answer.get("content", {})
            ]
            if answers and not any("example" in one for one in answers) and name not in WITHOUT:
                missing.append(f"{name}: answer")
    assert missing == []
