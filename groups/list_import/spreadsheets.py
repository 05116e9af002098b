"""Reading of CSV and XLSX files into rows of cells, within limits. Formulas are never evaluated."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from groups.list_import.cells import Cell, Formula, SheetRow
from groups.list_import.parsed_rows import MAX_ROWS
from viche.files.inspection.inspect import inspect
from viche.kernel.errors import Invalid, TooLarge, UnsupportedMedia
from viche.kernel.text import decode_text

MAX_COLUMNS = 30
MAX_BYTES = 200 * 1024
TOO_LARGE = _("A list may have up to 200 kB. Leave pictures and colours out.")
MAX_UNPACKED_BYTES = 8 * 1024 * 1024  # bytes of all unpacked parts of a workbook, such as its styles
MAX_LINES = 20_000  # including empty rows: spreadsheet programs leave thousands of them
DELIMITERS = ",;\t"


def read_table(name: str, content: bytes, too_many: str | Promise) -> list[SheetRow]:
    """Return the rows of a file that are not empty; the first is the heading.

    Raises TooLarge, UnsupportedMedia for another kind of file, Invalid at `/file` for a harmful or unreadable
    file and for too many rows.
    """
    if len(content) > MAX_BYTES:
        raise TooLarge("file_too_large", TOO_LARGE)
    kind = PurePosixPath(name.lower()).suffix
    if kind == ".xlsx":
        return list(_limit_rows(_read_workbook(name, content), too_many))
    if kind == ".csv":
        return list(_limit_rows(_read_csv(content), too_many))
    raise UnsupportedMedia("file_type", _("Send a list as CSV or XLSX."))


def _limit_rows(rows: Iterable[SheetRow], too_many: str | Promise) -> Iterator[SheetRow]:
    taken = 0
    for index, row in enumerate(rows):
        taken += not row.is_empty
        if index > MAX_LINES or taken > MAX_ROWS + 1:
            raise Invalid.field("/file", "too_many_rows", too_many)
        if not row.is_empty:
            yield row


def _build_unreadable_error() -> Invalid:
    return Invalid.field("/file", "unreadable", _("This file cannot be read. Save it again as XLSX or CSV."))


# ---- text ------------------------------------------------------------------------------------------------


def _read_csv(content: bytes) -> Iterator[SheetRow]:
    text = decode_text(content)
    if text is None:
        raise _build_unreadable_error()
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            # The number of the line on which the row ends, as text editors count.
            yield SheetRow(reader.line_num, [cell.strip() for cell in cells[:MAX_COLUMNS]])
    except csv.Error as error:
        raise _build_unreadable_error() from error


# ---- workbooks -------------------------------------------------------------------------------------------


def _read_workbook(name: str, content: bytes) -> Iterator[SheetRow]:
    """Yield the rows of the first visible sheet. The archive is inspected before it is unpacked."""
    inspect(name, ContentFile(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise TooLarge("file_too_large", TOO_LARGE)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        yield from _read_sheet(book)
    except (Invalid, TooLarge):
        raise
    except Exception as error:  # a broken file may raise anything in its reader
        raise _build_unreadable_error() from error


def _read_sheet(book: Any) -> Iterator[SheetRow]:
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise _build_unreadable_error()
    sheet.reset_dimensions()  # the dimensions that a file declares are not trusted
    rows = sheet.iter_rows(max_row=MAX_LINES + 2, max_col=MAX_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        yield SheetRow(number, [_convert_cell(one, book.epoch) for one in cells])


def _convert_cell(cell: Any, epoch: datetime) -> Cell:
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
