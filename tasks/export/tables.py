"""Export of action items as a table in one language, every cell plain text that no program runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tasks.export.columns import LABELS, SEPARATOR, Column
from tasks.export.formula_guard import escape_formula
from tasks.items.access import ActorItemAccess
from tasks.items.choices import TargetGroup
from tasks.items.filters import ItemFilter, list_filtered_items
from tasks.items.models import ActionItem, Place
from tasks.items.related import prefetch_coowners
from tasks.items.selectors import prefetch_criteria
from viche.kernel.errors import Conflict
from viche.kernel.text import format_short_day, translate_field

COLUMN_WIDTH = 24

MAX_ROWS, CHUNK_ROWS = 5_000, 500

TOO_MANY = _("A table has up to 5,000 action items. Narrow the list.")

Row = Sequence[str]

Value = Callable[[ActionItem, str], str]


def _day_of_field(field: str) -> Value:
    return lambda item, _language: format_short_day(getattr(item, field), item.group.time_zone)


def _number_of_field(field: str) -> Value:
    return lambda item, _language: "" if getattr(item, field) is None else str(getattr(item, field))


def format_coordinates(place: Place | None) -> str:
    """Return coordinates as other maps take them («47.86, 31.15»); empty for None."""
    return "" if place is None else ", ".join(f"{one.normalize():f}" for one in place)


def describe_place(item: ActionItem) -> str:
    """Return the name of the place and its coordinates."""
    return " · ".join(filter(None, (item.place_name, format_coordinates(item.place))))


def _target_groups(item: ActionItem, _language: str) -> str:
    return SEPARATOR.join(str(TargetGroup(one).label) for one in item.target_groups)


def _coowners(item: ActionItem, language: str) -> str:
    return SEPARATOR.join(translate_field(one, "name", language) for one in item.shown_coowners)


def _state_reason(item: ActionItem, _language: str) -> str:
    return item.state_remark.text if item.state_remark is not None else ""


COLUMNS: Sequence[tuple[str | Promise, Value]] = (
    (pgettext_lazy("column", "No."), lambda item, _language: f"{item.number}/{item.year}"),
    (LABELS[Column.TITLE], lambda item, language: translate_field(item, "title", language)),
    (LABELS[Column.TITLE_EN], lambda item, _language: item.title_en),
    (LABELS[Column.DESCRIPTION], lambda item, _language: item.description),
    (pgettext_lazy("column", "State"), lambda item, _language: str(item.get_state_display())),
    (pgettext_lazy("column", "Reason"), _state_reason),
    (LABELS[Column.PRIORITY], lambda item, _language: str(item.get_priority_display())),
    (LABELS[Column.OWNER], lambda item, language: translate_field(item.owned_by, "name", language)),
    (LABELS[Column.COOWNERS], _coowners),
    (
        LABELS[Column.VERIFIER],
        lambda item, language: translate_field(item.verifier_organisation, "name", language),
    ),
    (LABELS[Column.DUE_ON], _day_of_field("due_on")),
    (pgettext_lazy("column", "First due date"), _day_of_field("original_due_on")),
    (
        pgettext_lazy("column", "Overdue"),
        lambda item, _language: str(pgettext_lazy("in a table", "yes")) if item.is_overdue() else "",
    ),
    (
        LABELS[Column.CRITERIA],
        lambda item, _language: "\n".join(one.text for one in item.shown_criteria),
    ),
    (pgettext_lazy("column", "Pieces of evidence"), _number_of_field("evidence_count")),
    (pgettext_lazy("column", "Created"), _day_of_field("created_at")),
    (pgettext_lazy("column", "Reported done"), _day_of_field("done_at")),
    (pgettext_lazy("column", "Verified"), _day_of_field("verified_at")),
    (LABELS[Column.TARGET_GROUPS], _target_groups),
    (LABELS[Column.TAGS], lambda item, _language: SEPARATOR.join(item.tags)),
    (LABELS[Column.PLACE], lambda item, _language: item.place_name),
    (LABELS[Column.COORDINATES], lambda item, _language: format_coordinates(item.place)),
    (LABELS[Column.HOURS], _number_of_field("effort_hours")),
    (LABELS[Column.BUDGET], _number_of_field("budget")),
    (
        LABELS[Column.BUDGET_SOURCE],
        lambda item, _language: str(item.get_budget_source_display() or ""),
    ),
)


def iterate_items(stance: ActorItemAccess, wanted: ItemFilter) -> Iterator[ActionItem]:
    """Yield the matching items that the actor may read, by due day, read in chunks.

    Raises Conflict when there are more than 5,000.
    """
    listing, order, after, count = list_filtered_items(stance, wanted), ("due_on", "id"), None, 0
    while rows := listing.page(CHUNK_ROWS, order, after):
        count += len(rows)
        if count > MAX_ROWS:
            raise Conflict("too_many", TOO_MANY)
        prefetch_criteria(rows)
        prefetch_coowners(rows)
        yield from rows
        after = (rows[-1].due_on, rows[-1].pk)


def has_all_words(item: ActionItem, words: str, language: str) -> bool:
    """Return whether all words occur in the number, the title or the owner's name.

    The same rule as in the search field of the board in this language.
    """
    names = (
        f"№ {item.number}",
        translate_field(item, "title", language),
        translate_field(item.owned_by, "short_name", language),
    )
    text = " ".join(names).lower()
    return all(word in text for word in words.lower().split())


def build_heading() -> Row:
    return [str(name) for name, _value in COLUMNS]


def build_row(item: ActionItem, language: str) -> Row:
    """Return the row of one item with its criteria. Call it under `override(language)`."""
    return [value(item, language) for _name, value in COLUMNS]


def write_csv(rows: Iterable[Row], to: IO[bytes]) -> None:
    """Write the rows as CSV for Excel in Ukraine: UTF-8 with a byte order mark, semicolons."""
    text = io.TextIOWrapper(to, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    text.detach()


def write_xlsx(rows: Iterable[Row], to: IO[bytes]) -> None:
    """Write the rows as one sheet with a bold, frozen heading; every cell is text, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for index in range(1, len(COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = COLUMN_WIDTH
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
