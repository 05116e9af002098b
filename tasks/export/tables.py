"""Action items as a table to take along: text alone, in one language, nothing that a program would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tasks.export.columns import APART, LABELS, Column
from tasks.export.formula_guard import harmless
from tasks.items.access import Stance
from tasks.items.choices import TargetGroup
from tasks.items.filters import ItemFilter, filtered
from tasks.items.models import ActionItem, Place
from tasks.items.related import bring_coowners
from tasks.items.selectors import bring_criteria
from viche.kernel.errors import Conflict
from viche.kernel.text import both

WIDTH = 24

MOST_ROWS, CHUNK = 5_000, 500

TOO_MANY = _("A table has up to 5,000 action items. Narrow the list.")

Row = Sequence[str]

Value = Callable[[ActionItem, str], str]


def said(row: object, field: str, language: str) -> str:
    """What a row is called in a language; nothing for none."""
    return both(row, field)["en" if language == "en" else "uk"] if row is not None else ""


def day_words(value: date | datetime | None, zone: str) -> str:
    """A day, or that of an instant in a zone, as it is written here."""
    day = value.astimezone(ZoneInfo(zone)) if isinstance(value, datetime) else value
    return day.strftime("%d.%m.%Y") if day is not None else ""


def _instant(field: str) -> Value:
    return lambda item, _language: day_words(getattr(item, field), item.group.time_zone)


def _amount(field: str) -> Value:
    return lambda item, _language: "" if getattr(item, field) is None else str(getattr(item, field))


def degrees(place: Place | None) -> str:
    """«47.86, 31.15», as other maps take it; nothing for none."""
    return "" if place is None else ", ".join(f"{one.normalize():f}" for one in place)


def where(item: ActionItem) -> str:
    """In words, and for a map that somebody has with them."""
    return " · ".join(filter(None, (item.place_name, degrees(item.place))))


def _for_whom(item: ActionItem, _language: str) -> str:
    return APART.join(str(TargetGroup(one).label) for one in item.target_groups)


def _besides(item: ActionItem, language: str) -> str:
    return APART.join(said(one, "name", language) for one in item.shown_coowners)


def _why(item: ActionItem, _language: str) -> str:
    return item.state_remark.text if item.state_remark is not None else ""


COLUMNS: Sequence[tuple[str | Promise, Value]] = (
    (pgettext_lazy("column", "No."), lambda item, _language: f"{item.number}/{item.year}"),
    (LABELS[Column.TITLE], lambda item, language: said(item, "title", language)),
    (LABELS[Column.TITLE_EN], lambda item, _language: item.title_en),
    (LABELS[Column.DESCRIPTION], lambda item, _language: item.description),
    (pgettext_lazy("column", "State"), lambda item, _language: str(item.get_state_display())),
    (pgettext_lazy("column", "Reason"), _why),
    (LABELS[Column.PRIORITY], lambda item, _language: str(item.get_priority_display())),
    (LABELS[Column.OWNER], lambda item, language: said(item.owned_by, "name", language)),
    (LABELS[Column.COOWNERS], _besides),
    (
        LABELS[Column.VERIFIER],
        lambda item, language: said(item.verifier_organisation, "name", language),
    ),
    (LABELS[Column.DUE_ON], _instant("due_on")),
    (pgettext_lazy("column", "First due day"), _instant("original_due_on")),
    (
        pgettext_lazy("column", "Overdue"),
        lambda item, _language: str(pgettext_lazy("in a table", "yes")) if item.is_overdue() else "",
    ),
    (
        LABELS[Column.CRITERIA],
        lambda item, _language: "\n".join(one.text for one in item.shown_criteria),
    ),
    (pgettext_lazy("column", "Pieces of evidence"), _amount("evidence_count")),
    (pgettext_lazy("column", "Made"), _instant("created_at")),
    (pgettext_lazy("column", "Reported done"), _instant("done_at")),
    (pgettext_lazy("column", "Verified"), _instant("verified_at")),
    (LABELS[Column.TARGET_GROUPS], _for_whom),
    (LABELS[Column.TAGS], lambda item, _language: APART.join(item.tags)),
    (LABELS[Column.PLACE], lambda item, _language: item.place_name),
    (LABELS[Column.COORDINATES], lambda item, _language: degrees(item.place)),
    (LABELS[Column.HOURS], _amount("effort_hours")),
    (LABELS[Column.BUDGET], _amount("budget")),
    (
        LABELS[Column.BUDGET_SOURCE],
        lambda item, _language: str(item.get_budget_source_display() or ""),
    ),
)


def items_of(stance: Stance, wanted: ItemFilter) -> Iterator[ActionItem]:
    """What somebody sees of a list, by due day, some at a time. Raises Conflict where there are too many."""
    listing, order, after, count = filtered(stance, wanted), ("due_on", "id"), None, 0
    while rows := listing.page(CHUNK, order, after):
        count += len(rows)
        if count > MOST_ROWS:
            raise Conflict("too_many", TOO_MANY)
        bring_criteria(rows)
        bring_coowners(rows)
        yield from rows
        after = (rows[-1].due_on, rows[-1].pk)


def is_called(item: ActionItem, words: str, language: str) -> bool:
    """Whether each of these words is in its number, its title or the name of its owner: as a board in this
    language is narrowed by them.
    """
    names = (f"№ {item.number}", said(item, "title", language), said(item.owned_by, "short_name", language))
    text = " ".join(names).lower()
    return all(word in text for word in words.lower().split())


def heading() -> Row:
    return [str(name) for name, _value in COLUMNS]


def row_of(item: ActionItem, language: str) -> Row:
    """One item with its criteria. Call it under `override(language)`."""
    return [value(item, language) for _name, value in COLUMNS]


def write_csv(rows: Iterable[Row], to: IO[bytes]) -> None:
    """In UTF-8 with a mark and semicolons, as the Excel of this country opens it."""
    text = io.TextIOWrapper(to, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()


def write_xlsx(rows: Iterable[Row], to: IO[bytes]) -> None:
    """One sheet, its heading in bold and in view; every cell is text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for index in range(1, len(COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = WIDTH
    for number, row in enumerate(rows):
        sheet.append(list(_cells(sheet, row, bold=number == 0)))
    book.save(to)


def _cells(sheet: Any, row: Row, *, bold: bool) -> Iterator[Cell]:
    for text in row:
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        yield cell
