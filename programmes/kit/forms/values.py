"""Validation of answers by their questions, and of the texts in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from dialogue.common.text_validation import validate_text
from programmes.kit.forms.definitions import Question
from viche.kernel.disclosure import MAX_REPORTED, find_personal_data
from viche.kernel.errors import FieldError, Invalid

VALUE = "/value"
TEXT_LENGTH = 4_000
LARGEST = 10**9
DAY, CLOCK = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[0-9]{2}:[0-9]{2}")


class PersonalDataRefused(Invalid):
    """Raised for personal data in an answer. It cannot be confirmed: a form holds none."""

    code = "personal_data_refused"
    title = gettext_lazy("This looks like personal data")
    detail = gettext_lazy("No data of people is written into a form. Say it without them.")


def refuse_personal_data(texts: dict[str, str]) -> None:
    """Raise PersonalDataRefused with the places in texts (by field pointer) that hold personal data."""
    found = [(pointer, one) for pointer, text in texts.items() for one in find_personal_data(text)]
    if found:
        raise PersonalDataRefused(
            [
                FieldError(pointer, one.kind.value, one.kind.label, (one.start, one.end))
                for pointer, one in found[:MAX_REPORTED]
            ]
        )


def validate_value(question: Question, value: Any) -> Any:
    """Return the value of an answer in its one form, None for no answer. Raises Invalid at `/value`."""
    return None if value is None else VALIDATORS[question.type](question, value)


def _refuse(code: str, words: Any) -> Invalid:
    return Invalid.field(VALUE, code, words)


def _validate_choice(question: Question, value: Any) -> str:
    if not isinstance(value, str) or value not in question.choices:
        raise _refuse("invalid_choice", _("There is no such choice."))
    return value


def _validate_choices(question: Question, value: Any) -> list[str]:
    """Return the chosen names in the order of the form."""
    if not isinstance(value, list) or not value:
        raise _refuse("not_a_list", _("Send the names of the choices as a list, one at least."))
    chosen = [_validate_choice(question, one) for one in value]
    if len(set(chosen)) != len(chosen):
        raise _refuse("repeated", _("A choice stands twice."))
    return [name for name in question.choices if name in chosen]


def _validate_integer(question: Question, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _refuse("not_an_integer", _("Send this as a whole number."))
    _check_range(question, value)
    return value


def _validate_decimal(question: Question, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse("not_a_number", _("Send this as a number."))
    _check_range(question, value)
    places = question.decimals or 0
    if -Decimal(str(value)).normalize().as_tuple().exponent > places:  # type: ignore[operator]  # it is finite
        raise _refuse("max_decimal_places", _("At most %(most)d digits after the point.") % {"most": places})
    return value


def _check_range(question: Question, value: float) -> None:
    least = -LARGEST if question.min is None else question.min
    most = LARGEST if question.max is None else question.max
    if value < least:
        raise _refuse("min_value", _("The smallest number here is %(least)s.") % {"least": f"{least:g}"})
    if value > most:
        raise _refuse("max_value", _("The largest number here is %(most)s.") % {"most": f"{most:g}"})


def _validate_words(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise _refuse("not_a_string", _("Send this as a string."))
    return validate_text(VALUE, value, TEXT_LENGTH if question.max is None else int(question.max))


def _validate_date(_question: Question, value: Any) -> str:
    return _validate_moment(value, DAY, date.fromisoformat, _("Send a day such as 2026-01-31."))


def _validate_time(_question: Question, value: Any) -> str:
    return _validate_moment(value, CLOCK, time.fromisoformat, _("Send a time such as 09:30."))


def _validate_moment(value: Any, form: re.Pattern[str], parse: Callable[[str], object], words: str) -> str:
    if not isinstance(value, str) or form.fullmatch(value) is None:
        raise _refuse("invalid", words)
    try:
        parse(value)
    except ValueError as error:
        raise _refuse("invalid", words) from error
    return value


def _validate_acknowledgement(_question: Question, value: Any) -> bool:
    if value is not True:
        raise _refuse("not_acknowledged", _("Send true, or no answer."))
    return True


def _refuse_answer(_question: Question, _value: Any) -> Any:
    raise _refuse("takes_no_answer", _("This is only read: it has no answer."))


VALIDATORS: dict[str, Callable[[Question, Any], Any]] = {
    "select_one": _validate_choice,
    "select_multiple": _validate_choices,
    "integer": _validate_integer,
    "decimal": _validate_decimal,
    "text": _validate_words,
    "date": _validate_date,
    "time": _validate_time,
    "acknowledge": _validate_acknowledgement,
    "note": _refuse_answer,
}
