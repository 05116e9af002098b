"""Parsing of headings and cells of any list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.member_import.normalisation import normalise_spelling
from groups.member_import.spreadsheets import Cell, SheetRow, convert_serial
from viche.kernel.errors import Invalid
from viche.kernel.text import has_bidi_controls, is_storable, normalise_text

C = TypeVar("C", bound=StrEnum)
DAY_FIRST_PATTERN = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
FORMULA_REFUSED = _("There is a formula here. Put its value in its place.")
BLANK_REFUSED = _("This is empty. If cells are merged here, split them.")
DAY_REFUSED = _("Write the day as 31.12.2027.")


def find_columns(
    heading: SheetRow, names: Mapping[str, C], needed: Iterable[C], called: Callable[[C], str]
) -> dict[C, int]:
    """Return the index of each column; headings not in `names` (normalised) are skipped.

    `called` returns a column's name for the reader. Raises Invalid at `/file` for a missing or duplicate
    column.
    """
    found = [names.get(normalise_spelling(cell)) if isinstance(cell, str) else None for cell in heading.cells]
    twice = next((one for one in found if one is not None and found.count(one) > 1), None)
    if twice is not None:
        raise _build_heading_error("column_twice", _("The column “%(name)s” is there twice."), called(twice))
    for column in needed:
        if column not in found:
            raise _build_heading_error(
                "column_missing", _("The first row lacks the column “%(name)s”."), called(column)
            )
    return {column: index for index, column in enumerate(found) if column is not None}


def _build_heading_error(code: str, message: str | Promise, name: str) -> Invalid:
    return Invalid.field("/file", code, message % {"name": name})


def count_cells(row: SheetRow) -> int:
    """Return the number of cells up to the last that is not empty."""
    return max((index for index, cell in enumerate(row.cells, start=1) if cell not in (None, "")), default=0)


def get_cell_text(cell: str | date | float | None) -> str:
    """Return the text of a cell that is no formula, line breaks kept; days in ISO 8601."""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return normalise_text("" if cell is None else str(cell)).strip()


def find_text_fault(text: str, longest: int) -> tuple[str, str | Promise] | None:
    """Return a code and a sentence when a text cannot be stored, else None."""
    if len(text) > longest:
        return "max_length", _("This is too long: up to %(most)d characters.") % {"most": longest}
    if has_bidi_controls(text) or not is_storable(text):
        return "unstorable", _("There is a hidden character here that cannot be stored.")
    return None


def parse_day(cell: Cell) -> date | None:
    """Return the day of a cell: a date, a serial number, 31.12.2027 or 2027-12-31; else None."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):
        return convert_serial(cell)
    if not isinstance(cell, str):
        return None
    found = DAY_FIRST_PATTERN.fullmatch(cell)
    try:
        return date(*(int(one) for one in reversed(found.groups()))) if found else date.fromisoformat(cell)
    except ValueError:
        return None
