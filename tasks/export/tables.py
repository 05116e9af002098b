"""Tables to take along in one language, every cell plain text that no program runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Generic, TypeVar

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from groups.list_import.cells import Parser
from tasks.export.formula_guard import escape_formula
from viche.kernel.api.pages import Pages
from viche.kernel.errors import Conflict
from viche.kernel.text import format_short_day, translate_field

COLUMN_WIDTH = 24
MAX_IN_MEMORY_BYTES = 1024 * 1024
MAX_ROWS, CHUNK_ROWS = 5_000, 500

Row = Sequence[str]
Value = Callable[[Any, str], str]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[M]):
    """A column: its name in the API, its heading, its value in a language, and its parser, if it is read."""

    name: str
    heading: Promise
    value: Callable[[M, str], str]
    parse: Parser | None = None
    required: bool = False


def show_field(name: str) -> Value:
    """Return the value of a field as it is, empty for None."""
    return lambda row, _language: "" if getattr(row, name) is None else str(getattr(row, name))


def show_day(name: str) -> Value:
    return lambda row, _language: format_short_day(getattr(row, name), row.group.time_zone)


def show_number(row: Any, _language: str) -> str:
    return f"{row.number}/{row.year}"


def show_name(relation: str) -> Value:
    return lambda row, language: translate_field(getattr(row, relation), "name", language)


def iterate_listing(
    listing: Pages[M], too_many: Promise, prepare: Callable[[Sequence[M]], None] = lambda _rows: None
) -> Iterator[M]:
    """Yield the rows of a list by due day, read and prepared in chunks.

    Raises Conflict when there are more than 5,000.
    """
    after, count = None, 0
    while rows := listing.page(CHUNK_ROWS, ("due_on", "id"), after):
        count += len(rows)
        if count > MAX_ROWS:
            raise Conflict("too_many", too_many)
        prepare(rows)
        yield from rows
        after = ((last := rows[-1]).due_on, last.pk)  # type: ignore[attr-defined]  # what it is ordered by


def write_table(rows: Iterable[M], columns: Sequence[TableColumn[M]], kind: str, language: str) -> IO[bytes]:
    """Return the file, rewound: the headings, then the rows. They are read under `override(language)`."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=MAX_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the answer
    with ExitStack() as unless_written, override(language):
        unless_written.callback(file.close)
        lines = ([one.value(row, language) for one in columns] for row in rows)
        WRITERS[kind]([str(one.heading) for one in columns], lines, file)
        unless_written.pop_all()
    file.seek(0)
    return file


def write_csv(heading: Row, rows: Iterable[Row], to: IO[bytes]) -> None:
    """Write the rows as CSV for Excel in Ukraine: UTF-8 with a byte order mark, semicolons."""
    text = io.TextIOWrapper(to, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(heading)
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    text.detach()


def write_xlsx(heading: Row, rows: Iterable[Row], to: IO[bytes]) -> None:
    """Write the rows as one sheet with a bold, frozen heading; every cell is text, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for index in range(1, len(heading) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = COLUMN_WIDTH
    sheet.append(list(_cells(sheet, heading, bold=True)))
    for row in rows:
        sheet.append(list(_cells(sheet, row, bold=False)))
    book.save(to)


def _cells(sheet: Any, row: Row, *, bold: bool) -> Iterator[Cell]:
    for text in row:
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        yield cell


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
