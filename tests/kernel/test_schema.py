"""The description of the API is the same whoever makes it."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator


def described(language: str) -> bytes:
    with override(language):
        generator: Any = SchemaGenerator
        schema = generator().get_schema(request=None, public=True)
    return orjson.dumps(schema, default=str, option=orjson.OPT_SORT_KEYS)


def test_words_as_they_are_translated_leave_no_trace() -> None:
    assert described("uk") == described("en")
