"""What the heading and the cells of a list say, whatever it is a list of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.member_import.normalisation import folded
from groups.member_import.spreadsheets import Cell, Row, day_of
from viche.kernel.errors import Invalid
from viche.kernel.text import has_bidi_controls, is_storable, normalised

C = TypeVar("C", bound=StrEnum)
DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
FORMULA = _("There is a formula here. Put its value in its place.")
BLANK = _("This is empty. If cells are merged here, split them.")
NO_DAY = _("Write the day as 31.12.2027.")


def places_of(
    heading: Row, names: Mapping[str, C], needed: Iterable[C], called: Callable[[C], str]
) -> dict[C, int]:
    """Where each column stands; `names` are folded, what they do not know is passed over. `called` is how a
    column is named to who reads. Raises Invalid at `/file` for one that is missing or there twice.
    """
    found = [names.get(folded(cell)) if isinstance(cell, str) else None for cell in heading.cells]
    twice = next((one for one in found if one is not None and found.count(one) > 1), None)
    if twice is not None:
        raise _of_heading("column_twice", _("The column “%(name)s” is there twice."), called(twice))
    for column in needed:
        if column not in found:
            raise _of_heading(
                "column_missing", _("The first row lacks the column “%(name)s”."), called(column)
            )
    return {column: index for index, column in enumerate(found) if column is not None}


def _of_heading(code: str, message: str | Promise, name: str) -> Invalid:
    return Invalid.field("/file", code, message % {"name": name})


def width(row: Row) -> int:
    """How many cells there are up to the last that is not empty."""
    return max((index for index, cell in enumerate(row.cells, start=1) if cell not in (None, "")), default=0)


def words_in(cell: str | date | float | None) -> str:
    """The words of a cell that is no formula, lines kept; days as in ISO 8601."""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return normalised("" if cell is None else str(cell)).strip()


def fault_of(text: str, longest: int) -> tuple[str, str | Promise] | None:
    """What of some words cannot be kept: a code and a sentence."""
    if len(text) > longest:
        return "max_length", _("This is too long: up to %(most)d characters.") % {"most": longest}
    if has_bidi_controls(text) or not is_storable(text):
        return "unstorable", _("There is a hidden character here that cannot be stored.")
    return None


def day_in(cell: Cell) -> date | None:
    """The day that a cell means: a day, a number that means one, 31.12.2027 or 2027-12-31."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):
        return day_of(cell)
    if not isinstance(cell, str):
        return None
    found = DAY_FIRST.fullmatch(cell)
    try:
        return date(*(int(one) for one in reversed(found.groups()))) if found else date.fromisoformat(cell)
    except ValueError:
        return None
