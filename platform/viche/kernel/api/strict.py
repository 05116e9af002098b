"""Strict input validation: unknown or ambiguous fields are refused by name, never ignored."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _, gettext_lazy
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.parsers import BaseParser
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from viche.kernel.disclosure import Kind
from viche.kernel.errors import FieldError, Invalid, Malformed, TooLarge
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalise_text

MAX_DEPTH = 32
MAX_KEYS = 1000
MAX_CACHED_SERIALIZERS = 512  # serializers
MAX_INTEGER = 2**63 - 1
CANONICAL_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REPLACED_VALIDATORS = (ProhibitNullCharactersValidator, ProhibitSurrogateCharactersValidator)


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_KEYS:
        raise Malformed("too_many_keys", _("An object has more than %(most)d keys.") % {"most": MAX_KEYS})
    result: dict[str, Any] = {}
    for key, value in pairs:
        if not is_storable(key):
            raise Malformed("unstorable_key", _("A key has a character that cannot be stored."))
        if key in result:
            raise Malformed("duplicate_key", _("The key “%(key)s” stands twice.") % {"key": key[:80]})
        result[key] = value
    return result


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed("not_a_number", _("%(name)s is not a JSON number.") % {"name": name})


def _parse_integer(digits: str) -> int:
    if len(digits) > 20 or abs(value := int(digits)) > MAX_INTEGER:
        raise Malformed("number_too_large", _("A whole number is larger than permitted."))
    return value


def _parse_float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise Malformed("number_too_large", _("A number is larger than permitted."))
    return value


# Created once: creating a decoder takes as long as parsing a websocket frame.
DECODER = json.JSONDecoder(
    object_pairs_hook=_build_object,
    parse_constant=_refuse_constant,
    parse_int=_parse_integer,
    parse_float=_parse_float,
)


def _check_depth(text: str) -> None:
    """Count the nesting before parsing: a deep document must not reach the recursive parser."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return  # too few brackets to be nested deeper
    depth, in_string, escaped = 0, False, False
    for character in text:
        if in_string:
            escaped, in_string = (not escaped and character == "\\"), escaped or character != '"'
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Malformed(
                    "too_deep", _("The JSON is nested deeper than %(most)d levels.") % {"most": MAX_DEPTH}
                )
        elif character in "]}":
            depth -= 1


def parse_json(raw: bytes) -> Any:
    """Parse JSON by RFC 8259: UTF-8, no byte order mark, no NaN, bounded depth.

    Keys are unique and free of control characters and lone surrogates; values are left to the serializers,
    which name the field. Raises Malformed.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not_utf8", _("The text is not UTF-8.")) from error
    _check_depth(text)
    try:
        return DECODER.decode(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Malformed("invalid_json", _("This is not valid JSON.")) from error


class StrictJsonParser(BaseParser):
    """DRF parser for `parse_json`."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            raw = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        except RequestDataTooBig as error:
            raise TooLarge from error
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        return parse_json(raw)


class PlainText(serializers.CharField):
    """A typed string: NFC, not visibly blank, without NUL, controls and bidirectional overrides."""

    default_error_messages = {
        "not_a_string": gettext_lazy("Send this as a string."),
        "blank": gettext_lazy("Write something here."),
        "unstorable": gettext_lazy("There is a character here that cannot be stored."),
        "direction": gettext_lazy("Remove the hidden characters that change the direction of the text."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # DRF checks for NUL and surrogates character by character; one regular expression below does it.
        self.validators = [one for one in self.validators if not isinstance(one, REPLACED_VALIDATORS)]

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("not_a_string")
        text = normalise_text(data)
        if not is_storable(text):
            self.fail("unstorable")
        if has_bidi_controls(text):
            self.fail("direction")
        if is_blank(text) and text:
            self.fail("blank")
        return super().to_internal_value(text)


class StrictInteger(serializers.IntegerField):
    """A JSON integer; "5", 5.0 and true are refused."""

    default_error_messages = {"not_an_integer": gettext_lazy("Send this as a whole number.")}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("not_an_integer")
        return super().to_internal_value(data)


class StrictBoolean(serializers.BooleanField):
    """true or false; no other values."""

    default_error_messages = {"not_a_boolean": gettext_lazy("Send true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("not_a_boolean")
        return data


class StrictUuid(serializers.UUIDField):
    """A UUID in canonical form, so that an object has one name.

    Capitals, braces and urn: are refused.
    """

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str) or CANONICAL_UUID.fullmatch(data) is None:
            self.fail("invalid", value=str(data)[:80])
        return UUID(data)


class StrictDate(serializers.DateField):
    """A day with the digits 0 to 9 alone: others that mean the same are refused, as in ids."""

    def to_internal_value(self, value: Any) -> date:
        if isinstance(value, str) and not value.isascii():
            self.fail("invalid", format="YYYY-MM-DD")
        day: date = super().to_internal_value(value)
        return day


class StrictTime(serializers.TimeField):
    """A time of day with the digits 0 to 9 alone."""

    def to_internal_value(self, value: Any) -> time:
        if isinstance(value, str) and not value.isascii():
            self.fail("invalid", format="hh:mm[:ss]")
        hour: time = super().to_internal_value(value)
        return hour


class Instant(serializers.DateTimeField):
    """A timestamp with a UTC offset, without which the moment is ambiguous."""

    default_error_messages = {
        "no_offset": gettext_lazy("Send the moment with its offset, such as 2026-01-31T09:00:00+02:00.")
    }

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment = parse_datetime(value) if isinstance(value, str) and value.isascii() else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.fail("no_offset")
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            self.fail("no_offset")


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that refuses unknown and read-only fields."""

    default_error_messages = {"invalid": gettext_lazy("Send this as a JSON object.")}

    def run_validation(self, data: Any = empty) -> Any:
        if data is None and self.root is self:
            # DRF's own message for this is not translated.
            data = []
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [key for key in data if key not in self.fields or self.fields[key].read_only]
            if unknown:
                raise serializers.ValidationError(
                    {
                        key: [serializers.ErrorDetail(_("This field is not known here."), "unknown")]
                        for key in unknown
                    }
                )
        return super().to_internal_value(data)


class NameAsked(StrictSerializer):
    """`q`: words of the name."""

    q = PlainText(source="words", max_length=100, required=False, allow_blank=True, default="")


def validate_serializer(serializer: serializers.BaseSerializer[Any]) -> Any:
    """Return the validated data of a serializer. Raises Invalid with a pointer for each error."""
    if serializer.is_valid():
        return serializer.validated_data
    raise Invalid(list(list_field_errors(serializer.errors, "")))


def validate_input(kind: type[StrictSerializer], data: Any) -> Any:
    """Return the validated data of an input without context.

    The serializers are cached, because creating one costs the most.
    """
    sent = (
        frozenset(data).intersection(_field_names_of(kind)) if isinstance(data, Mapping) else frozenset[str]()
    )
    try:
        return _get_serializer(kind, sent).run_validation(data)
    except serializers.ValidationError as error:
        raise Invalid(list(list_field_errors(error.detail, ""))) from error


@cache
def _field_names_of(kind: type[StrictSerializer]) -> frozenset[str]:
    return frozenset(kind().fields)


@lru_cache(maxsize=MAX_CACHED_SERIALIZERS)
def _get_serializer(kind: type[StrictSerializer], sent: frozenset[str]) -> StrictSerializer:
    """Return a cached serializer with the fields that were sent, are required or have a default.

    Each other field costs an exception at validation, and most inputs omit many.
    """
    found = kind()
    for name, field in list(found.fields.items()):
        if name not in sent and not field.required and field.default is empty:
            del found.fields[name]
    return found


def list_field_errors(errors: Any, pointer: str) -> Any:
    if isinstance(errors, Mapping):
        for key, value in errors.items():
            own = key == "non_field_errors"
            yield from list_field_errors(value, pointer if own else f"{pointer}/{_escape_pointer(str(key))}")
        return
    for index, error in enumerate(errors):
        if isinstance(error, Mapping | list):
            yield from list_field_errors(error, f"{pointer}/{index}")
        else:
            yield FieldError(pointer, str(getattr(error, "code", "invalid")), str(error))


def _escape_pointer(key: str) -> str:
    """Escape a key for a JSON pointer (RFC 6901 §3)."""
    return key.replace("~", "~0").replace("/", "~1")


class Confirmed(serializers.ListField):
    """The kinds of personal data (`personal_data`) that the author has been shown and confirms."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.ChoiceField(choices=Kind.values), max_length=20, **kwargs)
