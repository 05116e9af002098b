"""Validation of what is answered, by the type of the question."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from programmes.kit.forms.definitions import Question
from viche.kernel.api import PlainText, StrictDate, StrictInteger
from viche.kernel.api.strict import list_field_errors
from viche.kernel.errors import Invalid

TEXT_LENGTH, LARGEST = 4_000, 10**9

Field = serializers.Field[Any, Any, Any, Any]


class NumberField(serializers.FloatField):
    """A JSON number with at most so many digits after the point."""

    default_error_messages = {
        "not_a_number": _("Send this as a number."),
        "max_decimal_places": _("At most {most} digits after the point."),
    }

    def __init__(self, decimals: int, **options: Any) -> None:
        super().__init__(**options)
        self.decimals = decimals

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("not_a_number")
        digits = Decimal(str(data)).normalize().as_tuple().exponent
        if isinstance(digits, int) and -digits > self.decimals:
            self.fail("max_decimal_places", most=self.decimals)
        return data


class Acknowledgement(serializers.Field[Any, Any, Any, Any]):
    """True: whoever read it has agreed."""

    default_error_messages = {"not_acknowledged": _("Send true, or no answer.")}

    def to_internal_value(self, data: Any) -> bool:
        if data is not True:
            self.fail("not_acknowledged")
        return True


def _build_choice(question: Question) -> Field:
    return serializers.ChoiceField([one["name"] for one in question["choices"]])


def _list_limits(question: Question) -> dict[str, Any]:
    return {"min_value": question.get("min", -LARGEST), "max_value": question.get("max", LARGEST)}


FIELDS: dict[str, Callable[[Question], Field]] = {
    "select_one": _build_choice,
    "select_multiple": lambda one: serializers.ListField(child=_build_choice(one), allow_empty=False),
    "integer": lambda one: StrictInteger(**_list_limits(one)),
    "decimal": lambda one: NumberField(one["decimals"], **_list_limits(one)),
    "text": lambda one: PlainText(max_length=one.get("max", TEXT_LENGTH)),
    "date": lambda _one: StrictDate(),
    "time": lambda _one: serializers.TimeField(input_formats=["%H:%M"], format="%H:%M"),
    "acknowledge": lambda _one: Acknowledgement(),
}


def validate_value(question: Question, value: Any) -> Any:
    """Return the value of an answer in its one form, None for no answer. Raises Invalid at `/value`."""
    if value is None:
        return None
    field = FIELDS[question["type"]](question)
    try:
        clean = field.run_validation(value)
    except serializers.ValidationError as error:
        raise Invalid(list(list_field_errors(error.detail, "/value"))) from error
    if isinstance(clean, list):
        return [one["name"] for one in question["choices"] if one["name"] in clean]
    return field.to_representation(clean) if question["type"] in ("date", "time") else clean
