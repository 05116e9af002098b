"""Columns shared by exported tables and imported lists of action items."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache, partial

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from groups.list_import.normalisation import normalise_spelling
from viche.kernel.text import render_bilingual


class Column(StrEnum):
    """Columns by their names in the API."""

    TITLE = "title"
    TITLE_EN = "title_en"
    DESCRIPTION = "description"
    PRIORITY = "priority"
    OWNER = "owner"
    COOWNERS = "coowners"
    VERIFIER = "verifier"
    DUE_ON = "due_on"
    CRITERIA = "criteria"
    TARGET_GROUPS = "target_groups"
    TAGS = "tags"
    PLACE = "place_name"
    COORDINATES = "place"
    HOURS = "effort_hours"
    BUDGET = "budget"
    BUDGET_SOURCE = "budget_source"


LABELS: dict[Column, Promise] = {
    Column.TITLE: pgettext_lazy("column", "Title"),
    Column.TITLE_EN: pgettext_lazy("column", "Title in English"),
    Column.DESCRIPTION: pgettext_lazy("column", "Description"),
    Column.PRIORITY: pgettext_lazy("column", "Priority"),
    Column.OWNER: pgettext_lazy("column", "Owner"),
    Column.COOWNERS: pgettext_lazy("column", "Co-owners"),
    Column.VERIFIER: pgettext_lazy("column", "Verifier"),
    Column.DUE_ON: pgettext_lazy("column", "Due date"),
    Column.CRITERIA: pgettext_lazy("column", "Criteria"),
    Column.TARGET_GROUPS: pgettext_lazy("column", "For whom"),
    Column.TAGS: pgettext_lazy("column", "Tags"),
    Column.PLACE: pgettext_lazy("column", "Place"),
    Column.COORDINATES: pgettext_lazy("column", "Coordinates"),
    Column.HOURS: pgettext_lazy("column", "Hours of one person"),
    Column.BUDGET: pgettext_lazy("column", "Budget, hryvnias"),
    Column.BUDGET_SOURCE: pgettext_lazy("column", "Source of the money"),
}
SEPARATOR = "; "
"""Between several values in one cell; criteria are separated by line breaks."""


@lru_cache(maxsize=8)
def map_choices(choices: type[TextChoices]) -> dict[str, str]:
    """Return the values of the choices by case-folded label in both languages and by themselves."""
    return {
        normalise_spelling(str(name)): one.value
        for one in choices
        for name in (*render_bilingual(partial(str, one.label)).values(), one.value)
    }
