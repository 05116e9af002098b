"""Parsers of the cells of a list. Each raises FaultyCell, with a code and a sentence for each fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.datetime import from_excel

from groups.list_import.normalisation import normalise_spelling
from viche.kernel.text import has_bidi_controls, is_storable, normalise_text

T = TypeVar("T")
DAY_FIRST_PATTERN = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
ENGLISH_DAY_PATTERN = re.compile(r"(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})")
ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Serial numbers (days since the end of 1899) read as dates: 2000 to 2100. Others are plain numbers.
DATE_SERIALS = (36526, 73051)


class Formula:
    """The value of a cell with a formula."""


Cell = str | date | float | Formula | None
Parser = Callable[[Cell], Any]
Fault = tuple[str, str | Promise]
BLANK = ("blank", _("This is empty. If cells are merged here, split them."))
NO_DAY = ("no_day", _("Write the day as 31 Dec 2027."))
FORMULA = ("formula", _("There is a formula here. Put its value in its place."))
UNSTORABLE = ("unstorable", _("There is a hidden character here that cannot be stored."))


class FaultyCell(Exception):
    """A cell cannot be parsed; its arguments are the faults."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells of a row, and its number in the spreadsheet."""

    number: int
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        return self.length == 0

    @property
    def length(self) -> int:
        """The number of cells up to the last that is not empty."""
        filled = (place for place, cell in enumerate(self.cells, start=1) if cell not in (None, ""))
        return max(filled, default=0)


def parse_text(cell: Cell, max_length: int, clean: Callable[[str], str] = str) -> str:
    """Return the text of a cell with its line breaks, made plain by `clean`; days in ISO 8601."""
    if isinstance(cell, Formula):
        raise FaultyCell(FORMULA)
    text = f"{cell:.10g}" if isinstance(cell, float) else normalise_text("" if cell is None else str(cell))
    text = clean(text.strip())
    if len(text) > max_length:
        most = {"most": max_length}
        raise FaultyCell(("max_length", _("This is too long: up to %(most)d characters.") % most))
    if has_bidi_controls(text) or not is_storable(text):
        raise FaultyCell(UNSTORABLE)
    return text


def join_lines(text: str) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join(text.split())


def parse_day(cell: Cell) -> date | None:
    """Return the day of a cell: a date, a serial number, 31.12.2027, 31 Dec 2027 or 2027-12-31.

    Return None of an empty cell.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, date):
        return cell
    day = _convert_serial(cell) if isinstance(cell, float) else _read_day(cell)
    if day is None:
        raise FaultyCell(NO_DAY)
    return day


def _read_day(cell: str | Formula) -> date | None:
    if not isinstance(cell, str):
        return None
    if english := ENGLISH_DAY_PATTERN.fullmatch(cell):
        day, month, year = english.groups()
        cell = f"{day}.{_number_english_month(month)}.{year}"
    found = DAY_FIRST_PATTERN.fullmatch(cell)
    try:
        return date(*(int(one) for one in reversed(found.groups()))) if found else date.fromisoformat(cell)
    except ValueError:
        return None


def _number_english_month(name: str) -> int:
    """Return the number of a month by its first three letters; 0 for another word."""
    return ENGLISH_MONTHS.index(name.lower()) + 1 if name.lower() in ENGLISH_MONTHS else 0


def _convert_serial(serial: float) -> date | None:
    """Return the day of a serial number without date format, or None when it is out of range."""
    if not DATE_SERIALS[0] <= serial < DATE_SERIALS[1]:
        return None
    moment = from_excel(serial)
    return moment.date() if isinstance(moment, datetime) else None


def choose(words: str, known: Mapping[str, T], unknown: Fault) -> T:
    """Return what has this name among normalised ones."""
    try:
        return known[normalise_spelling(words)]
    except KeyError:
        raise FaultyCell(unknown) from None
