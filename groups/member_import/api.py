"""Import of member lists into a group: a template, a preview, and the import."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.initiative_groups.policies import GroupAction
from groups.initiative_groups.selectors import get_group_for
from groups.list_import.api import read_list, show_faults
from groups.list_import.parsed_rows import MAX_ROWS
from groups.member_import.access_log import record_person_reads
from groups.member_import.entries import MAX_LENGTHS, ColumnName, ImportRow, Outcome, PlannedRow
from groups.member_import.parsing import MEMBER_LIST
from groups.member_import.plans import plan_rows, resolve_organisations
from groups.member_import.services import import_members
from groups.member_import.templates import build_csv_template, build_xlsx_template
from groups.organisations.models import Organisation
from groups.organisations.selectors import get_organisations_by_id
from groups.seats.models import Role
from viche.accounts.emails import normalise_email
from viche.kernel.api import (
    CSV,
    SIGNED_IN,
    XLSX,
    Endpoint,
    PlainText,
    StrictDate,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    answer,
    read_snapshot,
    shape_of,
)
from viche.kernel.errors import Invalid

OutcomeName = Literal["seat", "appoint", "invite"]
TEMPLATE_BUILDERS = {"csv": build_csv_template, "xlsx": build_xlsx_template}
CONTENT_TYPES = {"csv": f"{CSV}; charset=utf-8", "xlsx": XLSX}


class MemberRowOut(TypedDict):
    """A valid row and its outcome. `number` is that of the row in the file.

    `person` is the account with the address, where the reader may know of it.
    """

    number: int
    name: str
    email: str
    organisation: common_schemas.OrganisationRef
    position: str
    role: common_schemas.RoleName
    until: date | None
    document: str
    outcome: OutcomeName
    person: common_schemas.PersonRef | None


class MemberFaultOut(TypedDict):
    """Why a row cannot be imported."""

    number: int
    column: ColumnName
    code: str
    message: str


class MemberListOut(TypedDict):
    """What an import would do. Nothing was changed or stored."""

    rows: list[MemberRowOut]
    faults: list[MemberFaultOut]


class ImportedOut(TypedDict):
    """The numbers of people who got a seat, were appointed with a seat, and were invited by e-mail."""

    seated: int
    appointed: int
    invited: int


class TemplateQuery(StrictSerializer):
    kind = serializers.ChoiceField(sorted(TEMPLATE_BUILDERS))
    language = serializers.ChoiceField(["uk", "en"])


class MemberListTemplate(Endpoint):
    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ()}
    asks = TemplateQuery
    media_types = (CSV, XLSX)

    @extend_schema(
        parameters=[TemplateQuery],
        responses={(200, CSV): OpenApiTypes.BINARY, (200, XLSX): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """Download an empty list with its heading."""
        kind, language = self.asked["kind"], self.asked["language"]
        self.require_acceptable(CONTENT_TYPES[kind].partition(";")[0])
        content = TEMPLATE_BUILDERS[kind](language)
        name = {"uk": "список учасників", "en": "list of members"}[language]
        response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
        disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
        response["Content-Disposition"] = str(disposition)
        return response


class MemberListIn(serializers.Serializer[None]):
    file = serializers.FileField()


class MemberListPreview(Endpoint):
    records = record_person_reads
    actions = {"POST": GroupAction.INVITE}
    parser_classes = [MultiPartParser]
    keeps_answers = False

    @extend_schema(request={"multipart/form-data": MemberListIn}, responses=shape_of(MemberListOut))
    def post(self, request: Request, group_id: UUID) -> Response:
        """Preview an import, row by row. Nothing is changed, and nothing of the file is stored."""
        with read_snapshot():
            group = get_group_for(self.actor, group_id, GroupAction.INVITE)
            rows = read_list(request, MEMBER_LIST)
            planned = plan_rows(self.actor, group, resolve_organisations(self.actor, group, rows))
        shown = [one for one in planned if isinstance(one, PlannedRow)]
        people = {one.person.pk for one in shown if one.person is not None}
        faults = show_faults(rows, planned, MEMBER_LIST)
        return answer(
            MemberListOut(rows=[_show_row(one) for one in shown], faults=faults), of=(group_id, people)
        )


def _show_row(one: PlannedRow) -> MemberRowOut:
    entry = one.entry
    return {
        "number": entry.number,
        "name": entry.name,
        "email": entry.email,
        "organisation": common_presenters.show_organisation(entry.organisation),
        "position": entry.position,
        "role": cast("common_schemas.RoleName", entry.role.value),
        "until": entry.until,
        "document": entry.document,
        "outcome": one.outcome.value,
        "person": None if one.person is None else common_presenters.show_person(one.person),
    }


class MemberRowIn(StrictSerializer):
    """A row as previewed, with its expected outcome."""

    number = StrictInteger(min_value=1)
    name = PlainText(max_length=MAX_LENGTHS["name"], required=False, allow_blank=True, default="")
    email = serializers.EmailField(max_length=MAX_LENGTHS["email"])
    organisation = StrictUuid()
    position = PlainText(max_length=MAX_LENGTHS["position"], required=False, allow_blank=True, default="")
    role = serializers.ChoiceField(Role.choices)
    until = StrictDate(required=False, allow_null=True, default=None)
    document = PlainText(max_length=MAX_LENGTHS["document"], required=False, allow_blank=True, default="")
    outcome = serializers.ChoiceField([one.value for one in Outcome])


class ConfirmedListIn(StrictSerializer):
    rows = serializers.ListField(child=MemberRowIn(), min_length=1, max_length=MAX_ROWS)


class GroupMemberList(Endpoint):
    actions = {"POST": GroupAction.INVITE}

    @extend_schema(request=ConfirmedListIn, responses={201: shape_of(ImportedOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Import the previewed rows: all of them or none.

        409 lists the rows whose outcome has changed.
        """
        get_group_for(self.actor, group_id, GroupAction.INVITE)
        rows = self.parse(ConfirmedListIn)["rows"]
        known = get_organisations_by_id(self.actor, {row["organisation"] for row in rows})
        shown = [(_build_row(index, row, known), Outcome(row["outcome"])) for index, row in enumerate(rows)]
        done = import_members(actor=self.actor, group_id=group_id, shown=shown)
        counted: ImportedOut = {
            "seated": done[Outcome.SEAT],
            "appointed": done[Outcome.APPOINT],
            "invited": done[Outcome.INVITE],
        }
        return answer(counted, status=201)


def _build_row(index: int, row: dict[str, Any], known: dict[UUID, Organisation]) -> ImportRow:
    organisation = known.get(row["organisation"])
    if organisation is None:
        raise Invalid.field(f"/rows/{index}/organisation", "not_found", _("There is no such organisation."))
    facts = {name: row[name] for name in ("number", "name", "position", "until", "document")}
    return ImportRow(
        **facts, email=normalise_email(row["email"]), organisation=organisation, role=Role(row["role"])
    )
