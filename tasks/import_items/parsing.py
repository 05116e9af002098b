"""What the rows of a list of action items say."""

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
from groups.member_import.cells import BLANK, FORMULA, NO_DAY, day_in, fault_of, places_of, width, words_in
from groups.member_import.normalisation import folded
from groups.member_import.spreadsheets import Cell, Formula, Row
from tasks.export.columns import APART, LABELS, NEEDED, Column, headings, named
from tasks.export.formula_guard import RUN
from tasks.import_items.entries import Facts, Fault, Written
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.fields import CRITERION_LENGTH, DESCRIPTION_LENGTH, MOST_CRITERIA, PLACE_LENGTH, TITLE_LENGTH
from tasks.items.models import MOST_COOWNERS, Place
from viche.kernel.errors import Invalid
from viche.kernel.text import in_both

T = TypeVar("T", bound=TextChoices)
NAME_LENGTH = 200
LONGEST = {
    Column.TITLE: TITLE_LENGTH,
    Column.TITLE_EN: TITLE_LENGTH,
    Column.COOWNERS: MOST_COOWNERS * (NAME_LENGTH + 2),
    Column.DESCRIPTION: DESCRIPTION_LENGTH,
    Column.PLACE: PLACE_LENGTH,
    Column.CRITERIA: MOST_CRITERIA * (CRITERION_LENGTH + 1),
    Column.TAGS: 500,
}
DEGREES = r"([+-]?\d{1,3}(?:[.,]\d{1,20})?)°?"
POINTED = r"([+-]?\d{1,3}\.\d{1,20})"
# A comma alone stands between two only where both are written with a point.
PAIRS = [
    re.compile(rf"{DEGREES}\s*(?:;|,\s|\s)\s*{DEGREES}", re.ASCII),
    re.compile(f"{POINTED},{POINTED}", re.ASCII),
]
NO_PLACE = _("Write latitude and longitude in degrees, such as 47.86, 31.15.")
FAR = _("Latitude is from −90 to 90 degrees, longitude from −180 to 180.")
NO_SUCH = {
    Column.PRIORITY: _("There is no such priority. Write low, normal, high or urgent."),
    Column.TARGET_GROUPS: _("There is no such group of people. Write it as in the table to take along."),
    Column.BUDGET_SOURCE: _("There is no such source of money. Write it as in the table to take along."),
}


def written_of(rows: Sequence[Row]) -> Iterator[Written | Fault]:
    """What each row below the heading says, or every reason why it cannot be taken, with whom it names.

    Raises Invalid at `/file` for a heading that lacks a column or has one twice, and for a list of nothing.
    """
    if len(rows) < 2:
        raise Invalid.field("/file", "empty", _("There is nothing in this list below its heading."))
    places, most = places_of(rows[0], headings(), NEEDED, _called), width(rows[0])
    for row in rows[1:]:
        if width(row) > most:
            # What follows the sign that cut a cell is in the wrong column: nothing else is said of the row.
            yield Fault(row.number, max(places, key=places.__getitem__), "too_many_cells", TOO_MANY_CELLS)
        else:
            yield from _Reading(row, places).result()


def _called(column: Column) -> str:
    return in_both(lambda: str(LABELS[column]))["uk" if get_language() == "uk" else "en"]


class _Reading:
    """One row being read; its faults gather."""

    def __init__(self, row: Row, places: dict[Column, int]) -> None:
        self._row, self._places = row, places
        self._faults: list[Fault] = []

    def result(self) -> Iterator[Written | Fault]:
        """The row, or its faults and whom it names."""
        owner, verifier = self._needed(Column.OWNER), self._text(Column.VERIFIER)
        coowners = tuple(dict.fromkeys(self._parts(Column.COOWNERS, APART.strip())))
        facts: dict[str, Any] = {
            "title": " ".join(self._needed(Column.TITLE).split()),
            "title_en": " ".join(self._text(Column.TITLE_EN).split()),
            "due_on": self._day(),
            "description": self._text(Column.DESCRIPTION),
            "priority": self._one_of(Column.PRIORITY, Priority) or Priority.NORMAL,
            "criteria": tuple(self._parts(Column.CRITERIA, "\n")),
            "target_groups": self._targets(),
            "tags": tuple(self._parts(Column.TAGS, APART.strip())),
            "place_name": self._text(Column.PLACE),
            "place": self._place(),
            "effort_hours": self._hours(),
            "budget": self._amount(Column.BUDGET),
            "budget_source": self._one_of(Column.BUDGET_SOURCE, BudgetSource),
        }
        yield from self._faults
        known = None if self._faults else Facts(**facts)
        yield Written(self._row.number, owner, coowners, verifier, known)

    def _cell(self, column: Column) -> Cell:
        place = self._places.get(column)
        return self._row.cells[place] if place is not None and place < len(self._row.cells) else None

    def _fail(self, column: Column, code: str, message: str | Promise) -> None:
        self._faults.append(Fault(self._row.number, column, code, message))

    def _text(self, column: Column) -> str:
        """The words of a cell, without the sign that keeps it from running where it is text of our own."""
        cell = self._cell(column)
        if isinstance(cell, Formula):
            self._fail(column, "formula", FORMULA)
            return ""
        text = words_in(cell)
        text = text[1:] if text.startswith("'") and text[1:].startswith(RUN) else text
        fault = fault_of(text, LONGEST.get(column, 200))
        if fault is not None:
            self._fail(column, *fault)
            return ""
        return text

    def _needed(self, column: Column) -> str:
        known = len(self._faults)
        text = self._text(column)
        if not text and len(self._faults) == known:
            self._fail(column, "blank", BLANK)
        return text

    def _parts(self, column: Column, sign: str) -> Iterator[str]:
        return (part.strip() for part in self._text(column).split(sign) if part.strip())

    def _day(self) -> date | None:
        cell = self._cell(Column.DUE_ON)
        if isinstance(cell, Formula) or cell is None or cell == "":
            self._needed(Column.DUE_ON)
            return None
        day = day_in(cell)
        if day is None:
            self._fail(Column.DUE_ON, "no_day", NO_DAY)
        return day

    def _one_of(self, column: Column, choices: type[T]) -> T | None:
        words = self._text(column)
        return self._chosen(column, words, choices) if words else None

    def _targets(self) -> tuple[TargetGroup, ...]:
        parts = self._parts(Column.TARGET_GROUPS, APART.strip())
        found = (self._chosen(Column.TARGET_GROUPS, one, TargetGroup) for one in parts)
        return tuple(one for one in found if one is not None)

    def _chosen(self, column: Column, words: str, choices: type[T]) -> T | None:
        value = named(choices).get(folded(words))
        if value is None:
            self._fail(column, "unknown", NO_SUCH[column])
            return None
        return choices(value)

    def _amount(self, column: Column) -> Decimal | None:
        """A number as people write it: with spaces, and a comma or a point."""
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
        """Latitude and longitude as maps copy them («47.86, 31.15»), or with commas («47,86; 31,15»)."""
        words = self._text(Column.COORDINATES).replace("−", "-")
        pair = next(filter(None, (one.fullmatch(words) for one in PAIRS)), None)
        if pair is None:
            if words:
                self._fail(Column.COORDINATES, "no_place", NO_PLACE)
            return None
        latitude, longitude = (round(Decimal(one.replace(",", ".")), 5) for one in pair.groups())
        if abs(latitude) > 90 or abs(longitude) > 180:
            self._fail(Column.COORDINATES, "out_of_range", FAR)
            return None
        return latitude, longitude

    def _hours(self) -> int | None:
        amount = self._amount(Column.HOURS)
        if amount is not None and amount != int(amount):
            self._fail(Column.HOURS, "no_number", _("Write a whole number."))
            return None
        return None if amount is None else int(amount)
