"""What the columns of a list are called in both languages, and what their cells say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from groups.common.texts import TOO_MANY_CELLS
from groups.member_import.cells import BLANK, FORMULA, NO_DAY, day_in, fault_of, places_of, width, words_in
from groups.member_import.entries import LONGEST, Column, Fault, Named, Written
from groups.member_import.normalisation import folded
from groups.member_import.spreadsheets import Cell, Formula, Row
from groups.seats.models import Role
from viche.accounts.emails import canonical_email
from viche.kernel.errors import Invalid

# The first name of each language is the one of the template.
NAMES: dict[Column, dict[str, tuple[str, ...]]] = {
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
REQUIRED = (Column.EMAIL, Column.ORGANISATION)
ROLES: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.FACILITATOR: {"uk": ("фасилітатор", "фасилітаторка"), "en": ("facilitator",)},
    Role.SECRETARY: {"uk": ("секретар", "секретарка"), "en": ("secretary",)},
    Role.MEMBER: {
        "uk": ("учасник", "учасниця", "бере участь", "член групи"),
        "en": ("member", "participant"),
    },
    Role.OBSERVER: {"uk": ("спостерігач", "спостерігачка"), "en": ("observer",)},
}
LEADING_SIGNS = ("=", "+", "-", "@", "\t")


HEADINGS = {
    folded(one): column for column, names in NAMES.items() for group in names.values() for one in group
}
ROLE_NAMES = {folded(one): role for role, names in ROLES.items() for group in names.values() for one in group}


def entries_of(rows: Sequence[Row]) -> Iterator[Written | Named | Fault]:
    """What each row below the heading says, or every reason why it cannot be taken, with its organisation.

    Raises Invalid at `/file` for a heading that lacks a column or has one twice, and for a list of nobody.
    """
    if len(rows) < 2:
        raise Invalid.field("/file", "empty", _("There is nobody in this list below its heading."))
    places, most = places_of(rows[0], HEADINGS, REQUIRED, _called), width(rows[0])
    for row in rows[1:]:
        if width(row) > most:
            # What follows the sign that cut a cell is in the wrong column: nothing else is said of the row.
            yield Fault(row.number, max(places, key=places.__getitem__), "too_many_cells", TOO_MANY_CELLS)
        else:
            yield from _Reading(row, places).result()


def _called(column: Column) -> str:
    return NAMES[column]["uk" if get_language() == "uk" else "en"][0]


class _Reading:
    """One row being read; its faults gather."""

    def __init__(self, row: Row, places: dict[Column, int]) -> None:
        self._row, self._places = row, places
        self._faults: list[Fault] = []

    def result(self) -> Iterator[Written | Named | Fault]:
        """The entry, or its faults and the organisation that it names."""
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
            yield Written(number=self._row.number, **written)
            return
        yield from self._faults
        if written["organisation"]:
            yield Named(self._row.number, written["organisation"])

    def _cell(self, column: Column) -> Cell:
        place = self._places.get(column)
        return self._row.cells[place] if place is not None and place < len(self._row.cells) else None

    def _fail(self, column: Column, code: str, message: str | Promise) -> None:
        self._faults.append(Fault(self._row.number, column, code, message))

    def _text(self, column: Column) -> str:
        cell = self._cell(column)
        if isinstance(cell, Formula):
            self._fail(column, "formula", FORMULA)
            return ""
        text = " ".join(words_in(cell).split())
        fault = _fault_of(text, column)
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

    def _email(self) -> str:
        address = canonical_email(self._needed(Column.EMAIL))
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
        role = ROLE_NAMES.get(folded(words))
        if role is None:
            self._fail(Column.ROLE, "unknown_role", ROLES_MEANT)
        return role or Role.MEMBER

    def _day(self) -> date | None:
        cell = self._cell(Column.UNTIL)
        if cell is None or cell == "":
            return None
        day = day_in(cell)
        if day is None:
            self._fail(Column.UNTIL, "no_day", NO_DAY)
        return day


ROLES_MEANT = _("There is no such role. Write facilitator, secretary, member or observer.")


def _fault_of(text: str, column: Column) -> tuple[str, str | Promise] | None:
    if text.startswith(LEADING_SIGNS):
        return "formula", _("A cell may not begin with = + - or @: programs take that for a formula.")
    return fault_of(text, LONGEST.get(column, 100))
