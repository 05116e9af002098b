"""What the strict reader refuses, and with which words."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, strategies as st
from rest_framework import serializers

from viche.kernel.api.strict import (
    Instant,
    PlainText,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    parse_json,
    validate_input,
    validate_serializer,
)
from viche.kernel.errors import Invalid, Malformed


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a": ', "invalid_json"),
        (b"", "invalid_json"),
        (b"\xff\xfe{\x00}\x00", "not_utf8"),
        (b'{"a": "\xc3\x28"}', "not_utf8"),
        (b'\xef\xbb\xbf{"a": 1}', "invalid_json"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'{"\\ud800": 1}', "unstorable_key"),
        (b'{"a": [{"b": {"\\udfff": 1}}]}', "unstorable_key"),
        (b'{"a": NaN}', "not_a_number"),
        (b'{"a": Infinity}', "not_a_number"),
        (b'{"a": 1e999}', "number_too_large"),
        (b'{"a": 9223372036854775808}', "number_too_large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number_too_large"),
        (b"[" * 33 + b"]" * 33, "too_deep"),
        (b"[" * 100_000, "too_deep"),
        (b"{" + b",".join(b'"k%d": 1' % n for n in range(1001)) + b"}", "too_many_keys"),
    ],
)
def test_what_is_not_plain_json_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_json(raw)
    assert refusal.value.reason == code


def test_brackets_inside_a_string_are_no_depth() -> None:
    assert parse_json(b'{"a": "' + b"[" * 100 + b'\\""}') == {"a": "[" * 100 + '"'}


class Form(StrictSerializer):
    title = PlainText(max_length=10)
    count = StrictInteger(required=False, min_value=1)
    urgent = StrictBoolean(required=False)
    about = StrictUuid(required=False)
    until = Instant(required=False)
    tags = serializers.ListField(child=PlainText(max_length=5), required=False)


@pytest.mark.parametrize(
    ("data", "pointer", "code"),
    [
        ({}, "/title", "required"),
        ({"title": None}, "/title", "null"),
        ({"title": ""}, "/title", "blank"),
        ({"title": "   "}, "/title", "blank"),
        ({"title": "\u200b\u2060"}, "/title", "blank"),
        ({"title": "a\x00b"}, "/title", "unstorable"),
        ({"title": "a\x1bb"}, "/title", "unstorable"),
        ({"title": "\ud800"}, "/title", "unstorable"),
        ({"title": "abc\u202ecod"}, "/title", "direction"),
        ({"title": "й" * 11}, "/title", "max_length"),
        ({"title": 5}, "/title", "not_a_string"),
        ({"title": ["x"]}, "/title", "not_a_string"),
        ({"title": "x", "count": "5"}, "/count", "not_an_integer"),
        ({"title": "x", "count": 5.0}, "/count", "not_an_integer"),
        ({"title": "x", "count": True}, "/count", "not_an_integer"),
        ({"title": "x", "urgent": "yes"}, "/urgent", "not_a_boolean"),
        ({"title": "x", "urgent": 1}, "/urgent", "not_a_boolean"),
        ({"title": "x", "about": 5}, "/about", "invalid"),
        ({"title": "x", "about": True}, "/about", "invalid"),
        ({"title": "x", "about": "0190a1b2c3d47e5f8a9b0c1d2e3f4a5b"}, "/about", "invalid"),
        ({"title": "x", "about": "urn:uuid:0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"}, "/about", "invalid"),
        ({"title": "x", "until": "2026-12-31T00:00"}, "/until", "no_offset"),
        ({"title": "x", "until": "2026-12-31"}, "/until", "no_offset"),
        ({"title": "x", "until": 1764572400}, "/until", "no_offset"),
        ({"title": "x", "until": True}, "/until", "no_offset"),
        ({"title": "x", "tags": ["ok", "too long"]}, "/tags/1", "max_length"),
        ({"title": "x", "extra": 1}, "/extra", "unknown"),
        ({"title": "x", "a/b~c": 1}, "/a~1b~0c", "unknown"),
        (["title"], "", "invalid"),
    ],
)
def test_each_fault_names_its_field(data: Any, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        validate_serializer(Form(data=data))
    assert (pointer, code) in [(error.pointer, error.code) for error in refusal.value.errors]


def test_composed_and_decomposed_letters_are_stored_alike_and_counted_once() -> None:
    decomposed = "й" * 10
    assert validate_serializer(Form(data={"title": decomposed})) == {"title": "й" * 10}


@pytest.mark.parametrize("moment", ["2026-12-31T00:00+02:00", "2026-12-30T22:00:00Z"])
def test_a_moment_is_the_one_that_its_offset_says(moment: str) -> None:
    data = {"title": "x", "until": moment}
    assert validate_serializer(Form(data=data))["until"] == datetime(2026, 12, 30, 22, tzinfo=UTC)


FIELDS = (
    serializers.BooleanField(),
    serializers.CharField(min_length=1, max_length=2),
    serializers.ChoiceField(choices=["a"]),
    serializers.DateField(),
    serializers.DateTimeField(),
    serializers.FileField(),
    serializers.IntegerField(min_value=1, max_value=2),
    serializers.ListField(min_length=1, max_length=2),
    serializers.UUIDField(),
    Instant(),
    PlainText(),
    Form(),
)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)
def test_what_the_framework_says_is_ukrainian_too(field: serializers.Field[Any, Any, Any, Any]) -> None:
    with override("uk"):
        words = [str(message) for message in field.error_messages.values()]
    plain = [
        re.sub(r"{\w+}|null|true|false|UUID|JSON|UTC|2026-01-31T|multipart/form-data", "", word)
        for word in words
    ]
    assert [word for word in plain if re.search(r"[a-z]|'|\"", word, re.IGNORECASE)] == []


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_what_is_no_object_is_told_so(data: Any) -> None:
    with override("uk"), pytest.raises(Invalid) as refusal:
        validate_serializer(Form(data=data))
    assert [str(error.message) for error in refusal.value.errors] == ["Надішліть це як об’єкт JSON."]


class Wish(StrictSerializer):
    name = PlainText(max_length=20)
    size = StrictInteger(required=False)
    loud = StrictBoolean(default=False)
    owner = StrictUuid(required=False, allow_null=True)


ID = "0198b2f0-0000-7abc-8000-00000000000f"


@pytest.mark.parametrize(
    "written",
    [
        ID.upper(),
        ID.replace("0", "٠"),
        ID.replace("0", "０"),
        ID.replace("-", ""),
        f"{{{ID[1:-1]}}}",
        f"urn:uuid:{ID}",
        f"{ID}\n",
        "0198b2f000007abc-8000-0000-0000-0000f",
    ],
)
def test_an_id_is_taken_as_it_is_written_here_alone(written: str) -> None:
    assert str(validate_serializer(Form(data={"title": "a", "about": ID}))["about"]) == ID
    with pytest.raises(Invalid) as refusal:
        validate_serializer(Form(data={"title": "a", "about": written}))
    assert [(one.pointer, one.code) for one in refusal.value.errors] == [("/about", "invalid")]


@given(
    st.dictionaries(
        st.sampled_from(["name", "size", "loud", "owner", "more"]),
        st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "a" * 21, "\x00"]),
    )
    | st.none()
    | st.lists(st.integers(), max_size=1)
)
def test_an_input_without_what_was_not_sent_says_the_same_as_the_whole_one(sent: Any) -> None:
    def told(read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Invalid as refusal:
            return [(one.pointer, one.code, str(one.message)) for one in refusal.errors]

    assert told(lambda: validate_input(Wish, sent)) == told(lambda: validate_serializer(Wish(data=sent)))
