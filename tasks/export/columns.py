"""Columns shared by exported tables and imported lists of action items."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from groups.list_import.normalisation import normalise_spelling
from tasks.export.tables import TableColumn, Value, show_day, show_field, show_name, show_number
from tasks.items.choices import TargetGroup
from tasks.items.models import ActionItem, Place
from viche.kernel.text import render_bilingual, translate_field

SEPARATOR = "; "
"""Between several values in one cell; criteria are separated by line breaks."""


def format_coordinates(place: Place | None) -> str:
    """Return coordinates as other maps take them («47.86, 31.15»); empty for None."""
    return "" if place is None else ", ".join(f"{one.normalize():f}" for one in place)


def describe_place(item: ActionItem) -> str:
    """Return the name of the place and its coordinates."""
    return " · ".join(filter(None, (item.place_name, format_coordinates(item.place))))


def list_target_groups(row: Any, _language: str) -> str:
    return SEPARATOR.join(str(TargetGroup(one).label) for one in row.target_groups)


def _choice(name: str) -> Value:
    return lambda item, _language: str(getattr(item, f"get_{name}_display")() or "")


def _coowners(item: ActionItem, language: str) -> str:
    return SEPARATOR.join(translate_field(one, "name", language) for one in item.shown_coowners)


def _state_reason(item: ActionItem, _language: str) -> str:
    return item.state_remark.text if item.state_remark is not None else ""


def _overdue(item: ActionItem, _language: str) -> str:
    return str(pgettext_lazy("in a table", "yes")) if item.is_overdue() else ""


COLUMNS: tuple[TableColumn[ActionItem], ...] = (
    TableColumn("number", pgettext_lazy("column", "No."), show_number),
    TableColumn(
        "title",
        pgettext_lazy("column", "Title"),
        lambda item, language: translate_field(item, "title", language),
    ),
    TableColumn("title_en", pgettext_lazy("column", "Title in English"), show_field("title_en")),
    TableColumn("description", pgettext_lazy("column", "Description"), show_field("description")),
    TableColumn("state", pgettext_lazy("column", "State"), _choice("state")),
    TableColumn("reason", pgettext_lazy("column", "Reason"), _state_reason),
    TableColumn("priority", pgettext_lazy("column", "Priority"), _choice("priority")),
    TableColumn("owner", pgettext_lazy("column", "Owner"), show_name("owned_by")),
    TableColumn("coowners", pgettext_lazy("column", "Co-owners"), _coowners),
    TableColumn("verifier", pgettext_lazy("column", "Verifier"), show_name("verifier_organisation")),
    TableColumn("due_on", pgettext_lazy("column", "Due date"), show_day("due_on")),
    TableColumn("original_due_on", pgettext_lazy("column", "First due date"), show_day("original_due_on")),
    TableColumn("overdue", pgettext_lazy("column", "Overdue"), _overdue),
    TableColumn(
        "criteria",
        pgettext_lazy("column", "Criteria"),
        lambda item, _language: "\n".join(one.text for one in item.shown_criteria),
    ),
    TableColumn("evidence", pgettext_lazy("column", "Pieces of evidence"), show_field("evidence_count")),
    TableColumn("created_at", pgettext_lazy("column", "Created"), show_day("created_at")),
    TableColumn("done_at", pgettext_lazy("column", "Reported done"), show_day("done_at")),
    TableColumn("verified_at", pgettext_lazy("column", "Verified"), show_day("verified_at")),
    TableColumn("target_groups", pgettext_lazy("column", "For whom"), list_target_groups),
    TableColumn("tags", pgettext_lazy("column", "Tags"), lambda item, _language: SEPARATOR.join(item.tags)),
    TableColumn("place_name", pgettext_lazy("column", "Place"), show_field("place_name")),
    TableColumn(
        "place",
        pgettext_lazy("column", "Coordinates"),
        lambda item, _language: format_coordinates(item.place),
    ),
    TableColumn("effort_hours", pgettext_lazy("column", "Hours of one person"), show_field("effort_hours")),
    TableColumn("budget", pgettext_lazy("column", "Budget, hryvnias"), show_field("budget")),
    TableColumn("budget_source", pgettext_lazy("column", "Source of the money"), _choice("budget_source")),
)


@lru_cache(maxsize=8)
def map_choices(choices: type[TextChoices]) -> dict[str, str]:
    """Return the values of the choices by case-folded label in both languages and by themselves."""
    return {
        normalise_spelling(str(name)): one.value
        for one in choices
        for name in (*render_bilingual(partial(str, one.label)).values(), one.value)
    }
