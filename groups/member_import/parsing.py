"""Parsing of member lists: names of columns in both languages, and values of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
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
from groups.member_import.entries import MAX_LENGTHS, Column, FaultyRow, ParsedRow, RowFault
from groups.member_import.normalisation import normalise_spelling
from groups.member_import.spreadsheets import Cell, Formula, SheetRow
from groups.seats.models import Role
from viche.accounts.emails import normalise_email
from viche.kernel.errors import Invalid

# The first name in each language is the one in the template.
COLUMN_NAMES: dict[Column, dict[str, tuple[str, ...]]] = {
    Column.NAME: {"uk": ("Ім’я та прізвище", "ПІБ", "Ім’я", "Прізвище та ім’я"), "en": ("Name", "Full name")},
    Column.EMAIL: {
        "uk": ("Електронна пошта", "Пошта", "Електронна адреса", "Адреса електронної пошти"),
        "en": ("E-mail", "Email", "E-mail address", "Email address"),
    },
    Column.ORGANISATION: {
        "uk": ("Організація", "Установа", "Заклад"),
        "en": ("Organisation", "Organization"),
    },
    Column.POSITION: {"uk": ("Посада",), "en": ("Position", "Post", "Job title")},
    Column.ROLE: {"uk": ("Роль", "Роль у групі"), "en": ("Role", "Role in the group")},
    Column.UNTIL: {
        "uk": ("Останній день", "Строк", "Термін", "Діє до", "До"),
        "en": ("Last day", "Term", "Until", "Valid until"),
    },
    Column.DOCUMENT: {
        "uk": ("Документ про призначення", "Документ", "Наказ"),
        "en": ("Appointing document", "Document"),
    },
}
REQUIRED_COLUMNS = (Column.EMAIL, Column.ORGANISATION)
NAMES_OF_ROLES: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.FACILITATOR: {"uk": ("фасилітатор", "фасилітаторка"), "en": ("facilitator",)},
    Role.SECRETARY: {"uk": ("секретар", "секретарка"), "en": ("secretary",)},
    Role.MEMBER: {
        "uk": ("учасник", "учасниця", "бере участь", "член групи"),
        "en": ("member", "participant"),
    },
    Role.OBSERVER: {"uk": ("спостерігач", "спостерігачка"), "en": ("observer",)},
}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")


COLUMN_OF_HEADING = {
    normalise_spelling(one): column
    for column, names in COLUMN_NAMES.items()
    for group in names.values()
    for one in group
}
ROLE_OF_NAME = {
    normalise_spelling(one): role
    for role, names in NAMES_OF_ROLES.items()
    for group in names.values()
    for one in group
}


def parse_rows(rows: Sequence[SheetRow]) -> Iterator[ParsedRow | FaultyRow | RowFault]:
    """Yield each parsed row below the heading, or all of its faults with its organisation.

    Raises Invalid at `/file` for a heading with a missing or duplicate column, and for an empty list.
    """
    if len(rows) < 2:
        raise Invalid.field("/file", "empty", _("There is nobody in this list below its heading."))
    places, most = (
        find_columns(rows[0], COLUMN_OF_HEADING, REQUIRED_COLUMNS, _get_column_name),
        count_cells(rows[0]),
    )
    for row in rows[1:]:
        if count_cells(row) > most:
            # Cells after an unquoted delimiter are in the wrong column: report no other fault of the row.
            yield RowFault(row.number, max(places, key=places.__getitem__), "too_many_cells", TOO_MANY_CELLS)
        else:
            yield from _RowParser(row, places).result()


def _get_column_name(column: Column) -> str:
    return COLUMN_NAMES[column]["uk" if get_language() == "uk" else "en"][0]


class _RowParser:
    """Parser of one row that collects its faults."""

    def __init__(self, row: SheetRow, places: dict[Column, int]) -> None:
        self._row, self._places = row, places
        self._faults: list[RowFault] = []

    def result(self) -> Iterator[ParsedRow | FaultyRow | RowFault]:
        """Yield the parsed row, or its faults and the organisation that it names."""
        written: dict[str, Any] = {
            "name": self._text(Column.NAME),
            "email": self._email(),
            "organisation": self._needed(Column.ORGANISATION),
            "position": self._text(Column.POSITION),
            "role": self._role(),
            "until": self._day(),
            "document": self._text(Column.DOCUMENT),
        }
        if not self._faults:
            yield ParsedRow(number=self._row.number, **written)
            return
        yield from self._faults
        if written["organisation"]:
            yield FaultyRow(self._row.number, written["organisation"])

    def _cell(self, column: Column) -> Cell:
        place = self._places.get(column)
        return self._row.cells[place] if place is not None and place < len(self._row.cells) else None

    def _fail(self, column: Column, code: str, message: str | Promise) -> None:
        self._faults.append(RowFault(self._row.number, column, code, message))

    def _text(self, column: Column) -> str:
        cell = self._cell(column)
        if isinstance(cell, Formula):
            self._fail(column, "formula", FORMULA_REFUSED)
            return ""
        text = " ".join(get_cell_text(cell).split())
        fault = _find_cell_fault(text, column)
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

    def _email(self) -> str:
        address = normalise_email(self._needed(Column.EMAIL))
        if address:
            try:
                validate_email(address)
            except ValidationError:
                self._fail(Column.EMAIL, "invalid", _("This is not an e-mail address."))
        return address

    def _role(self) -> Role:
        words = self._text(Column.ROLE)
        if not words:
            return Role.MEMBER
        role = ROLE_OF_NAME.get(normalise_spelling(words))
        if role is None:
            self._fail(Column.ROLE, "unknown_role", UNKNOWN_ROLE)
        return role or Role.MEMBER

    def _day(self) -> date | None:
        cell = self._cell(Column.UNTIL)
        if cell is None or cell == "":
            return None
        day = parse_day(cell)
        if day is None:
            self._fail(Column.UNTIL, "no_day", DAY_REFUSED)
        return day


UNKNOWN_ROLE = _("There is no such role. Write facilitator, secretary, member or observer.")


def _find_cell_fault(text: str, column: Column) -> tuple[str, str | Promise] | None:
    if text.startswith(FORMULA_SIGNS):
        return "formula", _("A cell may not begin with = + - or @: programs take that for a formula.")
    return find_text_fault(text, MAX_LENGTHS.get(column, 100))
