"""Tables of recommendations over HTTP: the register as a file, and drafts from one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Literal, TypedDict, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _, override, pgettext
from drf_spectacular.types import OpenApiTypes
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
from programmes.recommendations import schemas
from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.api import parse_filter
from programmes.recommendations.fields import CAUSE_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from programmes.recommendations.import_plans import ImportEntry, plan_import, resolve_addressees
from programmes.recommendations.models import Theme
from programmes.recommendations.policies import DossierRecommendationsPolicy
from programmes.recommendations.serializers import RecommendationFilters
from programmes.recommendations.services.import_list import import_recommendations
from programmes.recommendations.states import RecommendationsAction
from programmes.recommendations.table_columns import (
    RECOMMENDATION_LIST,
    build_heading,
    build_row,
    iterate_register,
)
from tasks.export.api import MAX_IN_MEMORY_BYTES, WRITERS
from tasks.export.tables import Row
from tasks.import_items.api import ItemListIn
from tasks.items.schemas import TargetGroupName
from tasks.models import OutsideBody, TargetGroup
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor
from viche.kernel.api import (
    CSV,
    SIGNED_IN,
    XLSX,
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
from viche.kernel.api.downloads import MEDIA_TYPES
from viche.kernel.clock import today
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.policy import load


class RecommendationTableQuery(RecommendationFilters):
    """Filters as for the register, and the format."""

    kind = serializers.ChoiceField(sorted(WRITERS))
    language = serializers.ChoiceField(["uk", "en"])


class RecommendationTable(Endpoint):
    """The register of recommendations as a table."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": (SCOPE,)}
    records = partial(log_access, way=AccessMode.FILE)
    asks = RecommendationTableQuery
    media_types = (CSV, XLSX)

    @extend_schema(
        parameters=[RecommendationTableQuery],
        responses={(200, CSV): OpenApiTypes.BINARY, (200, XLSX): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> Download:
        """Return a CSV or XLSX file of the matching recommendations in force, up to 5,000 rows.

        Only those that the reader may read; every cell is text. CSV is UTF-8 with a byte order mark and
        semicolons; an apostrophe stands before what a spreadsheet would run.
        """
        kind, language = self.asked["kind"], self.asked["language"]
        self.require_acceptable(MEDIA_TYPES[kind])
        with read_snapshot():
            file, dossiers = _write_table(self.actor, self.asked, kind, language)
        with override(language):
            name = f"{pgettext('name of a file', 'recommendations')}, {today(COUNTRY_ZONE)}"
        check = partial(_check_readable, self.actor, frozenset(dossiers))
        restricted = [read for one in dossiers.values() for read in one]
        return respond_with_file(file, kind, name, reader=self.actor, check=check, of=restricted)


def _write_table(
    actor: Actor, query: Mapping[str, Any], kind: str, language: str
) -> tuple[IO[bytes], dict[UUID, list[Read]]]:
    """Return the file, rewound, and by dossier the access-log entries for what is in it."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=MAX_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the answer
    dossiers: dict[UUID, list[Read]] = {}

    def rows() -> Iterator[Row]:
        yield build_heading()
        for one in iterate_register(ActorRecommendationAccess.of(actor), parse_filter(query)):
            dossiers[one.dossier_id] = list_reads(one.dossier)
            yield build_row(one, language)

    with ExitStack() as unless_written, override(language):
        unless_written.callback(file.close)
        WRITERS[kind](rows(), file)
        unless_written.pop_all()
    file.seek(0)
    return file, dossiers


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
    theme: schemas.ThemeName
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
    return {
        "number": entry.number,
        "title": entry.title,
        "title_en": entry.title_en,
        "text": entry.text,
        "text_en": entry.text_en,
        "cause": entry.cause,
        "cause_en": entry.cause_en,
        "addressee": groups.show_organisation(entry.addressee),
        "addressee_outside": isinstance(entry.addressee, OutsideBody),
        "theme": cast("schemas.ThemeName", entry.theme.value),
        "target_groups": [cast("TargetGroupName", one.value) for one in entry.target_groups],
    }


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
    known: dict[UUID, Any] = dict(get_organisations_by_id(actor, ids))
    bodies = OutsideBody.objects.filter(register=dossier.register_id).in_bulk()
    entries = []
    for index, row in enumerate(rows):
        organisation_id, outside_id = row.pop("addressee_organisation"), row.pop("outside_body")
        if (organisation_id is None) == (outside_id is None):
            one = _("One addressee: an organisation or an outside body.")
            raise Invalid.field(f"/rows/{index}/addressee_organisation", "one_addressee", one)
        found = known.get(organisation_id) or bodies.get(outside_id)
        if found is None:
            field = "addressee_organisation" if outside_id is None else "outside_body"
            unknown = _("There is no such organisation.")
            raise Invalid.field(f"/rows/{index}/{field}", "not_found", unknown)
        targets = tuple(TargetGroup(one) for one in row.pop("target_groups"))
        theme = Theme(row.pop("theme"))
        entries.append(ImportEntry(**row, theme=theme, addressee=found, target_groups=targets))
    return entries
