"""From the bytes of a CSV or XLSX file to rows of cells, within bounds. Formulas are never worked out."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

from groups.member_import.limits import Bounds
from viche.files.inspection.inspect import inspect
from viche.kernel.errors import Invalid, TooLarge, UnsupportedMedia
from viche.kernel.text import decoded

MOST_COLUMNS = 30
MOST_UNPACKED = 8 * 1024 * 1024  # bytes of all parts of a workbook, such as its styles
MOST_LINES = 20_000  # empty rows included: programs leave thousands of them behind
DELIMITERS = ",;\t"
# Days since the end of 1899 that can be meant as a date: 2000 to 2100. Other numbers are numbers.
SERIALS = (36526, 73051)


class Formula:
    """What stands in a cell that works something out."""


Cell = str | date | float | Formula | None


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and its number as a spreadsheet shows it."""

    number: int
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        return all(cell is None or cell == "" for cell in self.cells)


def read_table(name: str, content: bytes, bounds: Bounds) -> list[Row]:
    """The rows of a file that are not empty, with the heading as the first of them.

    Raises TooLarge, UnsupportedMedia for another kind of file, Invalid at `/file` for one that would harm,
    cannot be read or has too many rows.
    """
    if len(content) > bounds.most_bytes:
        raise TooLarge("file_too_large", bounds.too_large)
    kind = PurePosixPath(name.lower()).suffix
    if kind == ".xlsx":
        return list(_bounded(_workbook(name, content, bounds), bounds))
    if kind == ".csv":
        return list(_bounded(_text(content), bounds))
    raise UnsupportedMedia("file_type", _("Send a list as CSV or XLSX."))


def _bounded(rows: Iterable[Row], bounds: Bounds) -> Iterator[Row]:
    taken = 0
    for index, row in enumerate(rows):
        taken += not row.is_empty
        if index > MOST_LINES or taken > bounds.most_rows + 1:
            raise Invalid.field("/file", "too_many_rows", bounds.too_many)
        if not row.is_empty:
            yield row


def _unreadable() -> Invalid:
    return Invalid.field("/file", "unreadable", _("This file cannot be read. Save it anew as XLSX or CSV."))


# ---- text ------------------------------------------------------------------------------------------------


def _text(content: bytes) -> Iterator[Row]:
    text = decoded(content)
    if text is None:
        raise _unreadable()
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            # The number of the line on which it ends: what a text editor and the reader both count.
            yield Row(reader.line_num, [cell.strip() for cell in cells[:MOST_COLUMNS]])
    except csv.Error as error:
        raise _unreadable() from error


# ---- workbooks -------------------------------------------------------------------------------------------


def _workbook(name: str, content: bytes, bounds: Bounds) -> Iterator[Row]:
    """The first sheet. The archive has been looked through before anything in it is unpacked."""
    inspect(name, ContentFile(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise TooLarge("file_too_large", bounds.too_large)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        yield from _sheet(book)
    except (Invalid, TooLarge):
        raise
    except Exception as error:  # whatever a broken file makes of its reader
        raise _unreadable() from error


def _sheet(book: Any) -> Iterator[Row]:
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise _unreadable()
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    rows = sheet.iter_rows(max_row=MOST_LINES + 2, max_col=MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        yield Row(number, [_cell(one, book.epoch) for one in cells])


def _cell(cell: Any, epoch: datetime) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Formula()
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    return float(value)


def day_of(serial: float) -> date | None:
    """The day that a number in a cell without a format of dates means, if it can mean one."""
    if not SERIALS[0] <= serial < SERIALS[1]:
        return None
    moment = from_excel(serial)
    return moment.date() if isinstance(moment, datetime) else None
