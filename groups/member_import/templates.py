"""Empty lists to fill in, with one row that shows how."""

from __future__ import annotations

import csv
import io
from datetime import date

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from groups.member_import.entries import Column
from groups.member_import.parsing import NAMES, ROLES
from groups.seats.models import Role

# An address by which nobody is ever reached (RFC 2606): the row is refused as long as it is not replaced.
EXAMPLE = {
    "uk": ("Лариса Гук", "larysa.huk@example.org", "Міська лікарня", "лікарка"),
    "en": ("Larysa Huk", "larysa.huk@example.org", "City hospital", "physician"),
}
WIDTH = 28


def csv_template(language: str) -> bytes:
    """In UTF-8 with a mark and semicolons, as the Excel of this country opens it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(
        [one.strftime("%d.%m.%Y") if isinstance(one, date) else one for one in row] for row in _rows(language)
    )
    return text.getvalue().encode("utf-8-sig")


def xlsx_template(language: str) -> bytes:
    """One sheet, its heading in bold and in view."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in _rows(language):
        sheet.append(row)
    for index in range(1, len(Column) + 1):
        sheet.cell(1, index).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = WIDTH
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(language: str) -> list[list[str | date]]:
    heading: list[str | date] = [NAMES[column][language][0] for column in Column]
    role = ROLES[Role.MEMBER][language][0]
    with override(language):
        return [heading, [*EXAMPLE[language], role, date(2027, 12, 31), ""]]
