"""Files are answered as what they are, as the description of the API says, and as nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.architecture.test_default_deny import endpoints
from tests.architecture.test_routes import PARAMETER
from viche.files.media_types import MEDIA_TYPES
from viche.kernel.api import Endpoint
from viche.kernel.api.idempotency import JSON
from viche.kernel.ids import uuid7

API: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8")
)
FILES = [(address, cls) for address, cls in endpoints() if cls.media_types != (JSON,)]
DESCRIBED = {
    operation["operationId"]: {
        media_type
        for status, answer in operation["responses"].items()
        if status.startswith("2")
        for media_type in answer.get("content", {})
    }
    for path in API["paths"].values()
    for method, operation in path.items()
    if method == "get"
}


def list_types(cls: type[Endpoint]) -> set[str]:
    return set(MEDIA_TYPES if cls.media_types == ("*/*",) else cls.media_types)


def test_schema_names_the_types_that_are_answered() -> None:
    binary = {name: types for name, types in DESCRIBED.items() if types - {JSON, "text/calendar"}}
    assert "*/*" not in set().union(*DESCRIBED.values())
    assert sorted(binary.values(), key=sorted) == sorted((list_types(cls) for _at, cls in FILES), key=sorted)


@pytest.mark.parametrize(("address", "cls"), FILES, ids=[cls.__name__ for _address, cls in FILES])
def test_json_is_refused_and_the_own_type_is_not(db: None, address: str, cls: type[Endpoint]) -> None:
    path = "/" + PARAMETER.sub(lambda found: str(uuid7()) if found[1] == "uuid" else "x", address)
    statuses = {
        accept: Client().get(path, headers={"Accept": accept}).status_code
        for accept in (JSON, *list_types(cls))
    }
    is_found_first = cls.media_types == ("*/*",)  # the type is known when the file is
    assert (statuses.pop(JSON) == 406) != is_found_first
    assert 406 not in statuses.values()


def test_calendar_is_negotiated_and_described(db: None) -> None:
    assert DESCRIBED["get_calendar_feed"] == {"text/calendar"}
    address = f"/feeds/{'A' * 43}.ics"
    refused = Client().get(address, headers={"Accept": JSON})
    assert (refused.status_code, refused.headers["Content-Type"]) == (406, "application/problem+json")
    assert Client().get(address, headers={"Accept": "text/calendar"}).status_code == 404
