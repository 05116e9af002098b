"""Parser for the rows of an imported list of action items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from groups.common.texts import TOO_MANY_CELLS
from groups.member_import.cells import (
    BLANK_REFUSED,
    DAY_REFUSED,
    FORMULA_REFUSED,
    count_cells,
    find_columns,
    find_text_fault,
    get_cell_text,
    parse_day,
)
from groups.member_import.normalisation import normalise_spelling
from groups.member_import.spreadsheets import Cell, Formula, SheetRow
from tasks.export.columns import LABELS, REQUIRED_COLUMNS, SEPARATOR, Column, map_choices, map_headings
from tasks.export.formula_guard import FORMULA_PREFIXES
from tasks.import_items.entries import ItemFacts, ParsedRow, RowError
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.fields import CRITERION_LENGTH, DESCRIPTION_LENGTH, MAX_CRITERIA, PLACE_LENGTH, TITLE_LENGTH
from tasks.items.models import MAX_COOWNERS, Place
from viche.kernel.errors import Invalid
from viche.kernel.text import render_bilingual

T = TypeVar("T", bound=TextChoices)
NAME_LENGTH = 200
MAX_LENGTHS = {
    Column.TITLE: TITLE_LENGTH,
    Column.TITLE_EN: TITLE_LENGTH,
    Column.COOWNERS: MAX_COOWNERS * (NAME_LENGTH + 2),
    Column.DESCRIPTION: DESCRIPTION_LENGTH,
    Column.PLACE: PLACE_LENGTH,
    Column.CRITERIA: MAX_CRITERIA * (CRITERION_LENGTH + 1),
    Column.TAGS: 500,
}
DEGREES_PATTERN = r"([+-]?\d{1,3}(?:[.,]\d{1,20})?)°?"
DECIMAL_POINT_PATTERN = r"([+-]?\d{1,3}\.\d{1,20})"
# A bare comma separates the numbers only where both use a decimal point.
COORDINATES_PATTERNS = [
    re.compile(rf"{DEGREES_PATTERN}\s*(?:;|,\s|\s)\s*{DEGREES_PATTERN}", re.ASCII),
    re.compile(f"{DECIMAL_POINT_PATTERN},{DECIMAL_POINT_PATTERN}", re.ASCII),
]
NO_PLACE = _("Write latitude and longitude in degrees, such as 47.86, 31.15.")
OUT_OF_RANGE = _("Latitude is from −90 to 90 degrees, longitude from −180 to 180.")
UNKNOWN_CHOICE = {
    Column.PRIORITY: _("There is no such priority. Write low, normal, high or urgent."),
    Column.TARGET_GROUPS: _("There is no such group of people. Write it as in the table to take along."),
    Column.BUDGET_SOURCE: _("There is no such source of money. Write it as in the table to take along."),
}


def parse_rows(rows: Sequence[SheetRow]) -> Iterator[ParsedRow | RowError]:
    """Yield each row below the heading, or all its errors, with the names in it.

    Raises Invalid at `/file` for a heading with a missing or repeated column, and for an empty list.
    """
    if len(rows) < 2:
        raise Invalid.field("/file", "empty", _("There is nothing in this list below its heading."))
    places, most = (
        find_columns(rows[0], map_headings(), REQUIRED_COLUMNS, _column_label),
        count_cells(rows[0]),
    )
    for row in rows[1:]:
        if count_cells(row) > most:
            # A separator inside a cell shifts the following cells: no other error of the row is reliable.
            yield RowError(row.number, max(places, key=places.__getitem__), "too_many_cells", TOO_MANY_CELLS)
        else:
            yield from _RowParser(row, places).result()


def _column_label(column: Column) -> str:
    return render_bilingual(lambda: str(LABELS[column]))["uk" if get_language() == "uk" else "en"]


class _RowParser:
    """Parser of one row that collects its errors."""

    def __init__(self, row: SheetRow, places: dict[Column, int]) -> None:
        self._row, self._places = row, places
        self._faults: list[RowError] = []

    def result(self) -> Iterator[ParsedRow | RowError]:
        """Yield the errors of the row, then the row with the names in it."""
        owner, verifier = self._needed(Column.OWNER), self._text(Column.VERIFIER)
        coowners = tuple(dict.fromkeys(self._parts(Column.COOWNERS, SEPARATOR.strip())))
        facts: dict[str, Any] = {
            "title": " ".join(self._needed(Column.TITLE).split()),
            "title_en": " ".join(self._text(Column.TITLE_EN).split()),
            "due_on": self._day(),
            "description": self._text(Column.DESCRIPTION),
            "priority": self._one_of(Column.PRIORITY, Priority) or Priority.NORMAL,
            "criteria": tuple(self._parts(Column.CRITERIA, "\n")),
            "target_groups": self._targets(),
            "tags": tuple(self._parts(Column.TAGS, SEPARATOR.strip())),
            "place_name": self._text(Column.PLACE),
            "place": self._place(),
            "effort_hours": self._hours(),
            "budget": self._amount(Column.BUDGET),
            "budget_source": self._one_of(Column.BUDGET_SOURCE, BudgetSource),
        }
        yield from self._faults
        known = None if self._faults else ItemFacts(**facts)
        yield ParsedRow(self._row.number, owner, coowners, verifier, known)

    def _cell(self, column: Column) -> Cell:
        place = self._places.get(column)
        return self._row.cells[place] if place is not None and place < len(self._row.cells) else None

    def _fail(self, column: Column, code: str, message: str | Promise) -> None:
        self._faults.append(RowError(self._row.number, column, code, message))

    def _text(self, column: Column) -> str:
        """Return the text of a cell, without the apostrophe that our export puts before a formula."""
        cell = self._cell(column)
        if isinstance(cell, Formula):
            self._fail(column, "formula", FORMULA_REFUSED)
            return ""
        text = get_cell_text(cell)
        text = text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_PREFIXES) else text
        fault = find_text_fault(text, MAX_LENGTHS.get(column, 200))
        if fault is not None:
            self._fail(column, *fault)
            return ""
        return text

    def _needed(self, column: Column) -> str:
        known = len(self._faults)
        text = self._text(column)
        if not text and len(self._faults) == known:
            self._fail(column, "blank", BLANK_REFUSED)
        return text

    def _parts(self, column: Column, sign: str) -> Iterator[str]:
        return (part.strip() for part in self._text(column).split(sign) if part.strip())

    def _day(self) -> date | None:
        cell = self._cell(Column.DUE_ON)
        if isinstance(cell, Formula) or cell is None or cell == "":
            self._needed(Column.DUE_ON)
            return None
        day = parse_day(cell)
        if day is None:
            self._fail(Column.DUE_ON, "no_day", DAY_REFUSED)
        return day

    def _one_of(self, column: Column, choices: type[T]) -> T | None:
        words = self._text(column)
        return self._chosen(column, words, choices) if words else None

    def _targets(self) -> tuple[TargetGroup, ...]:
        parts = self._parts(Column.TARGET_GROUPS, SEPARATOR.strip())
        found = (self._chosen(Column.TARGET_GROUPS, one, TargetGroup) for one in parts)
        return tuple(one for one in found if one is not None)

    def _chosen(self, column: Column, words: str, choices: type[T]) -> T | None:
        value = map_choices(choices).get(normalise_spelling(words))
        if value is None:
            self._fail(column, "unknown", UNKNOWN_CHOICE[column])
            return None
        return choices(value)

    def _amount(self, column: Column) -> Decimal | None:
        """Parse a number as people write it: with spaces, and a comma or a point."""
        words = "".join(self._text(column).split()).replace(",", ".")
        if not words:
            return None
        try:
            amount = Decimal(words)
            if not amount.is_finite() or amount != round(amount, 2) or amount >= 10**10:
                raise InvalidOperation
        except InvalidOperation:
            self._fail(column, "no_number", _("Write a number, such as 12500 or 12500.50."))
            return None
        return amount

    def _place(self) -> Place | None:
        """Parse coordinates as maps copy them («47.86, 31.15»), or with commas («47,86; 31,15»)."""
        words = self._text(Column.COORDINATES).replace("−", "-")
        pair = next(filter(None, (one.fullmatch(words) for one in COORDINATES_PATTERNS)), None)
        if pair is None:
            if words:
                self._fail(Column.COORDINATES, "no_place", NO_PLACE)
            return None
        latitude, longitude = (round(Decimal(one.replace(",", ".")), 5) for one in pair.groups())
        if abs(latitude) > 90 or abs(longitude) > 180:
            self._fail(Column.COORDINATES, "out_of_range", OUT_OF_RANGE)
            return None
        return latitude, longitude

    def _hours(self) -> int | None:
        amount = self._amount(Column.HOURS)
        if amount is not None and amount != int(amount):
            self._fail(Column.HOURS, "no_number", _("Write a whole number."))
            return None
        return None if amount is None else int(amount)
