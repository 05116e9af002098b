"""The description of the API is the same whoever makes it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator

from viche.kernel.api.document import describe_fields


def described(language: str) -> bytes:
    with override(language):
        generator: Any = SchemaGenerator
        schema = generator().get_schema(request=None, public=True)
    return orjson.dumps(schema, default=str, option=orjson.OPT_SORT_KEYS)


def test_words_as_they_are_translated_leave_no_trace() -> None:
    assert described("uk") == described("en")


@pytest.mark.parametrize(
    ("description", "left", "of_clock"),
    [
        ("An item. `clock` is in seconds, as of v1.2.", "An item.", "`clock` is in seconds, as of v1.2."),
        ("`clock` is null before.\n\nAn item.", "An item.", "`clock` is null before."),
        ("An item. Its clock is\n`clock`, in seconds.", None, None),
        ("An item; `clock` is null before. More.", None, None),
    ],
)
def test_a_field_has_the_whole_sentences_that_begin_with_its_name(
    description: str, left: str | None, of_clock: str | None
) -> None:
    schema: dict[str, Any] = {"description": description, "properties": {"clock": {"type": "integer"}}}
    describe_fields(schema)
    assert schema["description"] == (description if left is None else left)
    assert schema["properties"]["clock"].get("description") == of_clock
