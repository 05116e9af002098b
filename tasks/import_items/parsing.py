"""The columns of an imported list of action items, and the parsers of their cells."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from groups.list_import.cells import (
    FORMULA,
    Cell,
    Fault,
    FaultyCell,
    Formula,
    Parser,
    choose,
    join_lines,
    parse_day,
    parse_text,
)
from groups.list_import.columns import ListColumn, ListFormat
from groups.list_import.normalisation import normalise_spelling
from tasks.export.columns import COLUMNS, SEPARATOR, map_choices
from tasks.export.formula_guard import FORMULA_PREFIXES
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.fields import CRITERION_LENGTH, DESCRIPTION_LENGTH, MAX_CRITERIA, PLACE_LENGTH, TITLE_LENGTH
from tasks.items.models import MAX_COOWNERS, Place

T = TypeVar("T", bound=TextChoices)
NAME_LENGTH = 200
DEGREES_PATTERN = r"([+-]?\d{1,3}(?:[.,]\d{1,20})?)°?"
DECIMAL_POINT_PATTERN = r"([+-]?\d{1,3}\.\d{1,20})"
# A bare comma separates the numbers only where both use a decimal point.
COORDINATES_PATTERNS = [
    re.compile(rf"{DEGREES_PATTERN}\s*(?:;|,\s|\s)\s*{DEGREES_PATTERN}", re.ASCII),
    re.compile(f"{DECIMAL_POINT_PATTERN},{DECIMAL_POINT_PATTERN}", re.ASCII),
]
NO_PLACE = ("no_place", _("Write latitude and longitude in degrees, such as 47.86, 31.15."))
OUT_OF_RANGE = ("out_of_range", _("Latitude is from −90 to 90 degrees, longitude from −180 to 180."))
NO_NUMBER = ("no_number", _("Write a number, such as 12500 or 12500.50."))
NO_WHOLE_NUMBER = ("no_number", _("Write a whole number."))
UNKNOWN_PRIORITY = ("unknown", _("There is no such priority. Write low, normal, high or urgent."))
UNKNOWN_TARGET = ("unknown", _("There is no such group of people. Write it as in the table to take along."))
UNKNOWN_SOURCE = ("unknown", _("There is no such source of money. Write it as in the table to take along."))


def _remove_guard(text: str) -> str:
    """Return the text without the apostrophe that our export puts before a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_PREFIXES) else text


parse_words = partial(parse_text, max_length=NAME_LENGTH, clean=_remove_guard)


def parse_line(cell: Cell) -> str:
    return join_lines(parse_words(cell, max_length=TITLE_LENGTH))


def _parse_due_day(cell: Cell) -> date | None:
    if isinstance(cell, Formula):
        raise FaultyCell(FORMULA)
    return parse_day(cell)


def _parse_parts(cell: Cell, max_length: int, sign: str = SEPARATOR.strip()) -> tuple[str, ...]:
    parts = parse_words(cell, max_length=max_length).split(sign)
    return tuple(part.strip() for part in parts if part.strip())


def _parse_names(cell: Cell) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_parse_parts(cell, MAX_COOWNERS * (NAME_LENGTH + 2))))


def parse_choice(cell: Cell, choices: type[T], unknown: Fault, default: T | None = None) -> T | None:
    words = parse_words(cell)
    return choices(choose(words, map_choices(choices), unknown)) if words else default


def parse_targets(cell: Cell) -> tuple[TargetGroup, ...]:
    names, known = _parse_parts(cell, NAME_LENGTH), map_choices(TargetGroup)
    found = [known.get(normalise_spelling(one)) for one in names]
    if None in found:
        raise FaultyCell(*[UNKNOWN_TARGET] * found.count(None))
    return tuple(TargetGroup(one) for one in found if one is not None)


def _parse_amount(cell: Cell) -> Decimal | None:
    """Parse a number as people write it: with spaces, and a comma or a point."""
    words = "".join(parse_words(cell).split()).replace(",", ".")
    if not words:
        return None
    try:
        amount = Decimal(words)
        if not amount.is_finite() or amount != round(amount, 2) or amount >= 10**10:
            raise InvalidOperation
    except InvalidOperation:
        raise FaultyCell(NO_NUMBER) from None
    return amount


def _parse_hours(cell: Cell) -> int | None:
    amount = _parse_amount(cell)
    if amount is not None and amount != int(amount):
        raise FaultyCell(NO_WHOLE_NUMBER)
    return None if amount is None else int(amount)


def _parse_place(cell: Cell) -> Place | None:
    """Parse coordinates as maps copy them («47.86, 31.15»), or with commas («47,86; 31,15»)."""
    words = parse_words(cell).replace("−", "-")
    if not words:
        return None
    pair = next(filter(None, (one.fullmatch(words) for one in COORDINATES_PATTERNS)), None)
    if pair is None:
        raise FaultyCell(NO_PLACE)
    latitude, longitude = (round(Decimal(one.replace(",", ".")), 5) for one in pair.groups())
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise FaultyCell(OUT_OF_RANGE)
    return latitude, longitude


PARSERS: dict[str, Parser] = {
    "title": parse_line,
    "title_en": parse_line,
    "description": partial(parse_words, max_length=DESCRIPTION_LENGTH),
    "priority": partial(parse_choice, choices=Priority, unknown=UNKNOWN_PRIORITY, default=Priority.NORMAL),
    "owner": parse_words,
    "coowners": _parse_names,
    "verifier": parse_words,
    "due_on": _parse_due_day,
    "criteria": partial(_parse_parts, max_length=MAX_CRITERIA * (CRITERION_LENGTH + 1), sign="\n"),
    "target_groups": parse_targets,
    "tags": partial(_parse_parts, max_length=500),
    "place_name": partial(parse_words, max_length=PLACE_LENGTH),
    "place": _parse_place,
    "effort_hours": _parse_hours,
    "budget": _parse_amount,
    "budget_source": partial(parse_choice, choices=BudgetSource, unknown=UNKNOWN_SOURCE),
}
REQUIRED_COLUMNS = ("title", "owner", "due_on")
ITEM_LIST = ListFormat(
    columns=[
        ListColumn(one.name, one.heading, PARSERS[one.name], required=one.name in REQUIRED_COLUMNS)
        for one in COLUMNS
        if one.name in PARSERS
    ],
    empty=_("There is nothing in this list below its heading."),
    too_many=_("A list may have up to 200 action items. Split it."),
)
