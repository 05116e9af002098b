"""Columns of tables of recommendations, the same out and in: drafts are made of those that have a parser."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from groups.list_import.columns import ListColumn, ListFormat
from programmes.recommendations.fields import CAUSE_LENGTH, TEXT_LENGTH
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.states import AXES
from tasks.export.columns import list_target_groups
from tasks.export.tables import TableColumn, Value, show_day, show_field, show_name, show_number
from tasks.import_items.parsing import parse_choice, parse_line, parse_targets, parse_words

UNKNOWN_THEME = ("unknown", _("There is no such theme. Write it as in the table to take along."))
parse_text = partial(parse_words, max_length=TEXT_LENGTH)
parse_cause = partial(parse_words, max_length=CAUSE_LENGTH)
parse_theme = partial(parse_choice, choices=Theme, unknown=UNKNOWN_THEME)


def _state(axis: str) -> Value:
    labels = {one.name: one.label for one in AXES[axis].states}
    return lambda row, _language: str(labels[getattr(row, axis)])


def _theme(row: Recommendation, _language: str) -> str:
    return str(Theme(row.theme).label)


COLUMNS: tuple[TableColumn[Recommendation], ...] = (
    TableColumn("number", pgettext_lazy("column", "No."), show_number),
    TableColumn("title", pgettext_lazy("column", "Title"), show_field("title_uk"), parse_line, required=True),
    TableColumn("title_en", pgettext_lazy("column", "Title in English"), show_field("title_en"), parse_line),
    TableColumn("text", pgettext_lazy("column", "Words"), show_field("text_uk"), parse_text, required=True),
    TableColumn("text_en", pgettext_lazy("column", "Words in English"), show_field("text_en"), parse_text),
    TableColumn("cause", pgettext_lazy("column", "Follows from"), show_field("cause_uk"), parse_cause),
    TableColumn(
        "cause_en", pgettext_lazy("column", "Follows from, in English"), show_field("cause_en"), parse_cause
    ),
    TableColumn(
        "addressee",
        pgettext_lazy("column", "Addressee"),
        show_name("addressed_to"),
        parse_words,
        required=True,
    ),
    TableColumn("theme", pgettext_lazy("column", "Theme"), _theme, parse_theme, required=True),
    TableColumn("target_groups", pgettext_lazy("column", "For whom"), list_target_groups, parse_targets),
    TableColumn("issued_at", pgettext_lazy("column", "Issued"), show_day("issued_at")),
    TableColumn("due_on", pgettext_lazy("column", "Answer due"), show_day("due_on")),
    TableColumn("response", pgettext_lazy("column", "Answer"), _state("response")),
    TableColumn("response_reason", pgettext_lazy("column", "Reason"), show_field("response_reason")),
    TableColumn("responded_at", pgettext_lazy("column", "Answered"), show_day("responded_at")),
    TableColumn("agreed_on", pgettext_lazy("column", "Agreed day"), show_day("agreed_on")),
    TableColumn("implementation", pgettext_lazy("column", "Implementation"), _state("implementation")),
    TableColumn(
        "evidence",
        pgettext_lazy("column", "Pieces of evidence"),
        lambda row, _language: str(row.evidence_count or ""),
    ),
    TableColumn("verified_for", pgettext_lazy("column", "Verified by"), show_name("verified_for")),
)

RECOMMENDATION_LIST = ListFormat(
    columns=[
        ListColumn(one.name, one.heading, one.parse, required=one.required)
        for one in COLUMNS
        if one.parse is not None
    ],
    empty=_("There is nothing in this list below its heading."),
    too_many=_("A list may have up to 200 recommendations. Split it."),
)
