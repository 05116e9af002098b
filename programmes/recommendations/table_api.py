"""Tables of recommendations over HTTP: the register as a file, and drafts from one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _, override, pgettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as groups
from groups.common.periods import COUNTRY_ZONE
from groups.common.schemas import OrganisationRef
from groups.list_import.api import read_list, show_faults
from groups.list_import.parsed_rows import MAX_ROWS as MAX_LIST_ROWS
from groups.selectors import get_organisations_by_id
from programmes.kit.dossiers.access import SCOPE
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierPolicy
from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.api import parse_filter
from programmes.recommendations.fields import CAUSE_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from programmes.recommendations.import_plans import ImportEntry, plan_import, resolve_addressees
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.policies import DossierRecommendationsPolicy
from programmes.recommendations.selectors import list_register
from programmes.recommendations.serializers import RecommendationFilters
from programmes.recommendations.services.import_list import import_recommendations
from programmes.recommendations.states import RecommendationsAction
from programmes.recommendations.table_columns import COLUMNS, RECOMMENDATION_LIST
from tasks.export.api import TableFile, TableQuery, describe_table
from tasks.export.tables import iterate_listing, write_table
from tasks.import_items.api import ItemListIn, get_known
from tasks.items.schemas import TargetGroupName
from tasks.models import OutsideBody, TargetGroup
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    Download,
    Endpoint,
    PlainText,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    answer,
    read_snapshot,
    respond_with_file,
    shape_of,
)
from viche.kernel.clock import today
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.policy import load


class RecommendationTableQuery(RecommendationFilters, TableQuery):
    """Filters as for the register, and the format."""


class RecommendationTable(TableFile):
    """The register of recommendations as a table."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": (SCOPE,)}
    asks = RecommendationTableQuery

    @describe_table(RecommendationTableQuery)
    def get(self, request: Request) -> Download:
        """Return a CSV or XLSX file of the matching recommendations in force, up to 5,000 rows.

        Only those that the reader may read; every cell is text. CSV is UTF-8 with a byte order mark and
        semicolons; an apostrophe stands before what a spreadsheet would run.
        """
        kind, language = self.parse_format()
        dossiers: dict[UUID, list[Read]] = {}

        def list_rows() -> Iterator[Recommendation]:
            access = ActorRecommendationAccess.of(self.actor)
            for one in iterate_listing(list_register(access, parse_filter(self.asked)), TOO_MANY):
                dossiers[one.dossier_id] = list_reads(one.dossier)
                yield one

        with read_snapshot():
            file = write_table(list_rows(), COLUMNS, kind, language)
        with override(language):
            name = f"{pgettext('name of a file', 'recommendations')}, {today(COUNTRY_ZONE)}"
        check = partial(_check_readable, self.actor, frozenset(dossiers))
        restricted = [read for one in dossiers.values() for read in one]
        return respond_with_file(file, kind, name, reader=self.actor, check=check, of=restricted)


TOO_MANY = _("A table has up to 5,000 recommendations. Narrow the list.")


def _check_readable(actor: Actor, dossier_ids: frozenset[UUID]) -> None:
    """Raise NotFound unless the actor may still read all of these dossiers."""
    if DossierPolicy().visible_to(actor).filter(pk__in=dossier_ids).count() != len(dossier_ids):
        raise NotFound


# ---- in ----------------------------------------------------------------------------------------------------


RecommendationColumnName = Literal[
    "title",
    "title_en",
    "text",
    "text_en",
    "cause",
    "cause_en",
    "addressee",
    "theme",
    "target_groups",
]


class RecommendationRowOut(TypedDict):
    """A valid row, as it would be drafted. `number` is the row number in the file."""

    number: int
    title: str
    title_en: str
    text: str
    text_en: str
    cause: str
    cause_en: str
    addressee: OrganisationRef
    addressee_outside: bool
    theme: Theme
    target_groups: list[TargetGroupName]


class RecommendationFaultOut(TypedDict):
    """An error in a row, which therefore cannot be imported."""

    number: int
    column: RecommendationColumnName
    code: str
    message: str


class RecommendationListOut(TypedDict):
    """Preview of an import. Nothing is made and nothing is stored."""

    rows: list[RecommendationRowOut]
    faults: list[RecommendationFaultOut]


class ImportedRecommendationsOut(TypedDict):
    """The ids of all drafts, in the order of the list."""

    items: list[UUID]


class RecommendationRowIn(StrictSerializer):
    """A row of the preview."""

    number = StrictInteger(min_value=1)
    title = PlainText(max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True, default="")
    text = PlainText(max_length=TEXT_LENGTH)
    text_en = PlainText(max_length=TEXT_LENGTH, required=False, allow_blank=True, default="")
    cause = PlainText(max_length=CAUSE_LENGTH, required=False, allow_blank=True, default="")
    cause_en = PlainText(max_length=CAUSE_LENGTH, required=False, allow_blank=True, default="")
    addressee_organisation = StrictUuid(required=False, allow_null=True, default=None)
    outside_body = StrictUuid(required=False, allow_null=True, default=None)
    theme = serializers.ChoiceField(choices=Theme.choices)
    target_groups = serializers.ListField(
        child=serializers.ChoiceField(choices=TargetGroup.choices),
        required=False,
        max_length=len(TargetGroup),
        default=list,
    )


class ConfirmedRecommendationsIn(StrictSerializer):
    rows = serializers.ListField(child=RecommendationRowIn(), min_length=1, max_length=MAX_LIST_ROWS)


class RecommendationListPreview(Endpoint):
    """Preview of a list of recommendations."""

    actions = {"POST": RecommendationsAction.MAKE}
    parser_classes = [MultiPartParser]
    keeps_answers = False

    @extend_schema(request={"multipart/form-data": ItemListIn}, responses=shape_of(RecommendationListOut))
    def post(self, request: Request, dossier_id: UUID) -> Response:
        """Return what a table (CSV or XLSX, as exported) would draft, row by row. Nothing is made.

        A form with `file`, up to 200 kB and 200 rows, headings and words in either language. Title, words,
        addressee and theme are required; numbers, answers and other columns of an export are ignored.
        `faults` say why a row cannot be drafted (number in the file, column, code).
        """
        with read_snapshot():
            dossier = load(DossierRecommendationsPolicy(), self.actor, dossier_id, RecommendationsAction.MAKE)
            rows = read_list(request, RECOMMENDATION_LIST)
            planned = plan_import(dossier, resolve_addressees(self.actor, dossier, rows))
        shown = [_show_row(one) for one in planned if isinstance(one, ImportEntry)]
        faults = show_faults(rows, planned, RECOMMENDATION_LIST)
        return answer(RecommendationListOut(rows=shown, faults=faults))


def _show_row(entry: ImportEntry) -> RecommendationRowOut:
    shown = {"addressee": groups.show_organisation(entry.addressee), "addressee_outside": entry.is_outside}
    return cast("RecommendationRowOut", {"number": entry.number, **entry.values, **shown})


class RecommendationList(Endpoint):
    """Import of a list of recommendations."""

    actions = {"POST": RecommendationsAction.MAKE}

    @extend_schema(request=ConfirmedRecommendationsIn, responses={201: shape_of(ImportedRecommendationsOut)})
    def post(self, request: Request, dossier_id: UUID) -> Response:
        """Draft all confirmed rows, or none; 409 `list_changed` names the rows that became invalid.

        Send `rows` as the preview showed them, with an `Idempotency-Key`.
        """
        dossier = load(DossierRecommendationsPolicy(), self.actor, dossier_id, RecommendationsAction.MAKE)
        rows = self.parse(ConfirmedRecommendationsIn)["rows"]
        entries = _build_entries(self.actor, dossier, rows)
        made = import_recommendations(actor=self.actor, dossier_id=dossier_id, entries=entries)
        return answer({"items": [one.pk for one in made]}, status=201)


def _build_entries(actor: Actor, dossier: Dossier, rows: list[dict[str, Any]]) -> list[ImportEntry]:
    """Return the entries. Raises Invalid unless each has exactly one known addressee."""
    ids = {row["addressee_organisation"] for row in rows} - {None}
    known: dict[str, Any] = {
        "addressee_organisation": get_organisations_by_id(actor, ids),
        "outside_body": OutsideBody.objects.filter(register=dossier.register_id).in_bulk(),
    }
    entries = []
    for index, row in enumerate(rows):
        named = {name: pk for name in known if (pk := row.pop(name)) is not None}
        if len(named) != 1:
            one = _("One addressee: an organisation or an outside body.")
            raise Invalid.field(f"/rows/{index}/addressee_organisation", "one_addressee", one)
        (name,) = named
        entries.append(ImportEntry(row.pop("number"), get_known(known[name], named, name, index), row))
    return entries
