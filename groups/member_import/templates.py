"""Templates of member lists, with one example row."""

from __future__ import annotations

import csv
import io
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from groups.member_import.parsing import MEMBER_LIST, NAMES_OF_ROLES
from groups.seats.models import Role
from viche.kernel.text import translate_text

# An address that reaches no one (RFC 2606): the row is refused until it is replaced.
EXAMPLE_ROWS = {
    "uk": ("Лариса Гук", "larysa.huk@example.org", "Міська лікарня", "лікарка"),
    "en": ("Larysa Huk", "larysa.huk@example.org", "City hospital", "physician"),
}
COLUMN_WIDTH = 28


def build_csv_template(language: str) -> bytes:
    """Return the template as CSV: UTF-8 with BOM and semicolons, as Excel opens it in Ukraine."""
    text = io.StringIO(newline="")
    with override(language):
        csv.writer(text, delimiter=";").writerows(
            [date_format(one, "SHORT_DATE_FORMAT") if isinstance(one, date) else one for one in row]
            for row in _build_rows(language)
        )
    return text.getvalue().encode("utf-8-sig")


def build_xlsx_template(language: str) -> bytes:
    """Return the template as XLSX: one sheet with a bold, frozen heading."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in _build_rows(language):
        sheet.append(row)
    for index in range(1, len(MEMBER_LIST.columns) + 1):
        sheet.cell(1, index).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = COLUMN_WIDTH
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _build_rows(language: str) -> list[list[str | date]]:
    heading: list[str | date] = [translate_text(one.label, language) for one in MEMBER_LIST.columns]
    role = NAMES_OF_ROLES[Role.MEMBER][language][0]
    with override(language):
        return [heading, [*EXAMPLE_ROWS[language], role, date(2027, 12, 31), ""]]
