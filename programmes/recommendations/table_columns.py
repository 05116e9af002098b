"""Columns of tables of recommendations, the same out and in: drafts are made of those that have a parser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from groups.list_import.cells import Parser
from groups.list_import.columns import ListColumn, ListFormat
from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.fields import CAUSE_LENGTH, TEXT_LENGTH
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.selectors import RecommendationFilter, list_register
from programmes.recommendations.states import AXES
from tasks.export.columns import SEPARATOR
from tasks.export.tables import CHUNK_ROWS, MAX_ROWS, Row
from tasks.import_items.parsing import parse_choice, parse_line, parse_targets, parse_words
from tasks.models import TargetGroup
from viche.kernel.errors import Conflict
from viche.kernel.text import format_short_day, translate_field

UNKNOWN_THEME = ("unknown", _("There is no such theme. Write it as in the table to take along."))
Value = Callable[[Recommendation, str], str]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name in the API, its heading, its value in a language, and its parser, if it is read."""

    name: str
    heading: Promise
    value: Value
    parse: Parser | None = None
    required: bool = False


def _field(name: str) -> Value:
    return lambda row, _language: str(getattr(row, name) or "")


def _day(name: str) -> Value:
    return lambda row, _language: format_short_day(getattr(row, name), row.group.time_zone)


def _state(axis: str) -> Value:
    labels = {one.name: one.label for one in AXES[axis].states}
    return lambda row, _language: str(labels[getattr(row, axis)])


COLUMNS: tuple[TableColumn, ...] = (
    TableColumn("number", pgettext_lazy("column", "No."), lambda row, _language: f"{row.number}/{row.year}"),
    TableColumn("title", pgettext_lazy("column", "Title"), _field("title_uk"), parse_line, required=True),
    TableColumn("title_en", pgettext_lazy("column", "Title in English"), _field("title_en"), parse_line),
    TableColumn(
        "text",
        pgettext_lazy("column", "Words"),
        _field("text_uk"),
        partial(parse_words, max_length=TEXT_LENGTH),
        required=True,
    ),
    TableColumn(
        "text_en",
        pgettext_lazy("column", "Words in English"),
        _field("text_en"),
        partial(parse_words, max_length=TEXT_LENGTH),
    ),
    TableColumn(
        "cause",
        pgettext_lazy("column", "Follows from"),
        _field("cause_uk"),
        partial(parse_words, max_length=CAUSE_LENGTH),
    ),
    TableColumn(
        "cause_en",
        pgettext_lazy("column", "Follows from, in English"),
        _field("cause_en"),
        partial(parse_words, max_length=CAUSE_LENGTH),
    ),
    TableColumn(
        "addressee",
        pgettext_lazy("column", "Addressee"),
        lambda row, language: translate_field(row.addressed_to, "name", language),
        parse_words,
        required=True,
    ),
    TableColumn(
        "theme",
        pgettext_lazy("column", "Theme"),
        lambda row, _language: str(Theme(row.theme).label),
        partial(parse_choice, choices=Theme, unknown=UNKNOWN_THEME),
        required=True,
    ),
    TableColumn(
        "target_groups",
        pgettext_lazy("column", "For whom"),
        lambda row, _language: SEPARATOR.join(str(TargetGroup(one).label) for one in row.target_groups),
        parse_targets,
    ),
    TableColumn("issued_at", pgettext_lazy("column", "Issued"), _day("issued_at")),
    TableColumn("due_on", pgettext_lazy("column", "Answer due"), _day("due_on")),
    TableColumn("response", pgettext_lazy("column", "Answer"), _state("response")),
    TableColumn("response_reason", pgettext_lazy("column", "Reason"), _field("response_reason")),
    TableColumn("responded_at", pgettext_lazy("column", "Answered"), _day("responded_at")),
    TableColumn("agreed_on", pgettext_lazy("column", "Agreed day"), _day("agreed_on")),
    TableColumn("implementation", pgettext_lazy("column", "Implementation"), _state("implementation")),
    TableColumn("evidence", pgettext_lazy("column", "Pieces of evidence"), _field("evidence_count")),
    TableColumn(
        "verified_for",
        pgettext_lazy("column", "Verified by"),
        lambda row, language: translate_field(row.verified_for, "name", language),
    ),
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


def build_heading() -> Row:
    return [str(one.heading) for one in COLUMNS]


def build_row(row: Recommendation, language: str) -> Row:
    """Return the cells of a recommendation. Call it under `override(language)`."""
    return [one.value(row, language) for one in COLUMNS]


def iterate_register(
    access: ActorRecommendationAccess, wanted: RecommendationFilter
) -> Iterator[Recommendation]:
    """Yield the matching recommendations that the actor may read, by due day, read in chunks.

    Raises Conflict when there are more than 5,000.
    """
    listing, after, count = list_register(access, wanted), None, 0
    while rows := listing.page(CHUNK_ROWS, ("due_on", "id"), after):
        count += len(rows)
        if count > MAX_ROWS:
            raise Conflict("too_many", _("A table has up to 5,000 recommendations. Narrow the list."))
        yield from rows
        after = (rows[-1].due_on, rows[-1].pk)
