"""Declared columns of imported lists, and the parsing of rows by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.common.texts import TOO_MANY_CELLS
from groups.list_import.cells import BLANK, FaultyCell, Parser, SheetRow
from groups.list_import.normalisation import normalise_spelling
from groups.list_import.parsed_rows import ParsedRow, RowFault
from viche.kernel.errors import Invalid
from viche.kernel.text import Text, render_bilingual, translate_text


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its name in the API, its heading, and the parser of its cells.

    `also` are other headings by which it is known, separated by semicolons. A required column is in every
    list, and no cell of it is empty.
    """

    name: str
    heading: Text | Promise
    parse: Parser
    also: str = ""
    required: bool = False

    @property
    def label(self) -> Text:
        """The heading in both languages."""
        heading = self.heading
        return heading if isinstance(heading, dict) else render_bilingual(lambda: str(heading))


@dataclass(frozen=True, slots=True)
class ListFormat:
    """The columns of a list, and the messages for a list without rows and for one with too many."""

    columns: Sequence[ListColumn]
    empty: str | Promise
    too_many: str | Promise


def parse_list(rows: Sequence[SheetRow], accepted: ListFormat) -> Iterator[ParsedRow]:
    """Yield each row below the heading, with all of its faults.

    Raises Invalid at `/file` for a heading with a missing or repeated column, and for a list without rows.
    """
    if len(rows) < 2:
        raise Invalid.field("/file", "empty", accepted.empty)
    places = _find_columns(rows[0], accepted.columns)
    for row in rows[1:]:
        if row.length > rows[0].length:
            # A separator inside a cell shifts the following cells: no other fault of the row is reliable.
            last = max(places, key=places.__getitem__)
            yield ParsedRow(row.number, {}, [RowFault(row.number, last, "too_many_cells", TOO_MANY_CELLS)])
        else:
            yield _parse_row(row, accepted.columns, places)


def _find_columns(heading: SheetRow, columns: Sequence[ListColumn]) -> dict[str, int]:
    """Return the place of each column that is there; unknown headings are skipped."""
    known = {
        normalise_spelling(name): column
        for column in columns
        for name in (column.label["uk"], column.label["en"], *column.also.split("; "))
        if name
    }
    found = [known.get(normalise_spelling(cell)) if isinstance(cell, str) else None for cell in heading.cells]
    for column in found:
        if column is not None and found.count(column) > 1:
            raise _build_heading_error("column_twice", _("The column “%(name)s” is there twice."), column)
    for column in columns:
        if column.required and column not in found:
            raise _build_heading_error(
                "column_missing", _("The first row lacks the column “%(name)s”."), column
            )
    return {column.name: place for place, column in enumerate(found) if column is not None}


def _build_heading_error(code: str, message: str | Promise, column: ListColumn) -> Invalid:
    return Invalid.field("/file", code, message % {"name": translate_text(column.label)})


def _parse_row(row: SheetRow, columns: Sequence[ListColumn], places: dict[str, int]) -> ParsedRow:
    parsed = ParsedRow(row.number, {}, [])
    for column in columns:
        place = places.get(column.name, len(row.cells))
        try:
            value = column.parse(row.cells[place] if place < len(row.cells) else None)
            if column.required and value in ("", None):
                raise FaultyCell(BLANK)
            parsed.values[column.name] = value
        except FaultyCell as faulty:
            parsed.faults.extend(RowFault(row.number, column.name, *fault) for fault in faulty.args)
    return parsed
