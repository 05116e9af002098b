"""Parsing of the national codifier (КАТОТТГ): each line, or why it cannot be read.

Two layouts, recognised by the first line: the official one («Перший рівень», … «Категорія об’єкта», «Назва
об’єкта»), and `code,level,name` with optional `name_en`, `latitude` and `longitude`. Delimiters are commas,
semicolons or tabs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.common.texts import NOT_OF_LEVEL, TOO_MANY_CELLS
from groups.territories.models import KATOTTH_PATTERN, PREFIX_LENGTHS, TerritoryLevel, level_of
from viche.kernel.errors import Invalid
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalise_text

LEVELS = ("перший рівень", "другий рівень", "третій рівень", "четвертий рівень")
CATEGORY, NAME = "категорія об’єкта", "назва об’єкта"
MAX_NAME_LENGTH = 200
# Categories of the codifier, in Cyrillic and in the Latin look-alikes that copies of it use.
LEVEL_OF_CATEGORY = {
    **dict.fromkeys("ОOКK", TerritoryLevel.OBLAST),
    **dict.fromkeys("РP", TerritoryLevel.RAION),
    **dict.fromkeys("НH", TerritoryLevel.HROMADA),
    **dict.fromkeys("МMТTСCХX", TerritoryLevel.SETTLEMENT),
}
CITY_DISTRICTS = frozenset("ВB")


# Latitude and longitude in degrees.
Coordinates = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class CodifierLine:
    """One territory of the list."""

    number: int
    code: str
    level: TerritoryLevel
    name_uk: str
    name_en: str = ""
    place: Coordinates | None = None

    @property
    def prefix(self) -> str:
        return self.code[: PREFIX_LENGTHS[self.level]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line cannot be imported."""

    number: int
    code: str
    message: str | Promise


def read_codifier(text: Iterable[str]) -> Iterator[CodifierLine | Fault]:
    """Yield the lines of a list. Districts of cities are skipped.

    Raises Invalid at /lines/1 for a heading of neither layout.
    """
    lines = iter(text)
    heading = next(lines, "").lstrip("\ufeff")
    delimiter = max(",;\t", key=heading.count)
    rows = csv.DictReader(chain([heading.lower().replace("'", "’")], lines), delimiter=delimiter)
    columns = {(name or "").strip().replace("ʼ", "’"): name for name in rows.fieldnames or ()}
    official = CATEGORY in columns
    if not columns.keys() >= ({*LEVELS, CATEGORY, NAME} if official else {"code", "level", "name"}):
        message = _("The first line names the columns: code, level, name, or the columns of the codifier.")
        raise Invalid.field("/lines/1", "unknown_columns", message)
    for row in _read_rows(rows):
        if any(cell.strip() for cell in row.get(None) or ()):
            yield Fault(rows.line_num, "too_many_cells", TOO_MANY_CELLS)
            continue
        said = {name: normalise_text(row[column] or "").strip() for name, column in columns.items()}
        if any(said.values()):
            line = _parse_official(rows.line_num, said) if official else _parse_plain(rows.line_num, said)
            if line is not None:
                yield line


def _read_rows(rows: csv.DictReader[str]) -> Iterator[dict[str | Any, str | Any]]:
    """Yield the rows. Raises Invalid when the file is no text table."""
    try:
        yield from rows
    except csv.Error as error:
        message = _("From this line on it cannot be read as a table of text.")
        raise Invalid.field(f"/lines/{rows.line_num + 1}", "unreadable", message) from error


def _parse_official(number: int, said: dict[str, str]) -> CodifierLine | Fault | None:
    category = said[CATEGORY].upper()
    if category in CITY_DISTRICTS:
        return None
    code = next((said[level] for level in reversed(LEVELS) if said[level]), "")
    return _build_line(number, code, LEVEL_OF_CATEGORY.get(category), (said[NAME], ""))


def _parse_plain(number: int, said: dict[str, str]) -> CodifierLine | Fault:
    level = said["level"].lower()
    known = TerritoryLevel(level) if level in TerritoryLevel else LEVEL_OF_CATEGORY.get(level.upper())
    try:
        place = _parse_place(said.get("latitude", ""), said.get("longitude", ""))
    except (InvalidOperation, ValueError):
        return Fault(
            number, "bad_place", _("Latitude and longitude are numbers of degrees, both or neither.")
        )
    return _build_line(number, said["code"], known, (said["name"], said.get("name_en", "")), place)


def _parse_place(latitude: str, longitude: str) -> Coordinates | None:
    """Parse coordinates. Raises InvalidOperation or ValueError."""
    if not latitude and not longitude:
        return None
    place = (round(Decimal(latitude), 5), round(Decimal(longitude), 5))
    if not (abs(place[0]) <= 90 and abs(place[1]) <= 180):
        raise ValueError
    return place


def _build_line(
    number: int,
    code: str,
    level: TerritoryLevel | None,
    names: tuple[str, str],
    place: Coordinates | None = None,
) -> CodifierLine | Fault:
    if not re.fullmatch(KATOTTH_PATTERN, code):
        return Fault(number, "not_katotth", _("A KATOTTH code is UA and 17 digits."))
    if level is None:
        return Fault(number, "unknown_level", _("There is no such level."))
    if level_of(code) != level:
        return Fault(number, "not_of_level", NOT_OF_LEVEL)
    ukrainian, english = (one.replace("'", "’").replace("ʼ", "’") for one in names)
    if not _is_name(ukrainian) or not (english == "" or _is_name(english)):
        return Fault(number, "bad_name", _("Give a name of at most 200 characters."))
    return CodifierLine(number, code, level, ukrainian, english, place)


def _is_name(words: str) -> bool:
    return (
        not is_blank(words)
        and len(words) <= MAX_NAME_LENGTH
        and is_storable(words)
        and not has_bidi_controls(words)
    )
