"""Lists of people to bring into a group: a template, what a list would do, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
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
from groups.member_import.access_log import note_named
from groups.member_import.entries import BOUNDS, LONGEST, MOST_ROWS, Column, Entry, Fault, Outcome, Planned
from groups.member_import.parsing import entries_of
from groups.member_import.plans import plan, with_organisations
from groups.member_import.services import import_members
from groups.member_import.spreadsheets import read_table
from groups.member_import.templates import csv_template, xlsx_template
from groups.organisations.models import Organisation
from groups.organisations.selectors import organisations_named
from groups.seats.models import Role
from viche.accounts.emails import canonical_email
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
    shape,
    snapshot,
)
from viche.kernel.errors import FieldError, Invalid

ColumnName = Literal["name", "email", "organisation", "position", "role", "until", "document"]
OutcomeName = Literal["seat", "appoint", "invite"]
PLACES = {column: place for place, column in enumerate(Column)}
TEMPLATES = {"csv": csv_template, "xlsx": xlsx_template}
TYPES = {"csv": f"{CSV}; charset=utf-8", "xlsx": XLSX}


class MemberRowOut(TypedDict):
    """A row that can be taken: what it says, and what becomes of it. `number` is that of the file.

    `person` is who signs in with the address, where the reader may know.
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
    """Why a row cannot be taken."""

    number: int
    column: ColumnName
    code: str
    message: str


class MemberListOut(TypedDict):
    """What a list would do. Nothing was done, and nothing of it is kept."""

    rows: list[MemberRowOut]
    faults: list[MemberFaultOut]


class ImportedOut(TypedDict):
    """How many got a seat, were appointed and got one, and were sent a letter."""

    seated: int
    appointed: int
    invited: int


class TemplateQuery(StrictSerializer):
    kind = serializers.ChoiceField(sorted(TEMPLATES))
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
        """An empty list with its heading, to fill in."""
        kind, language = self.asked["kind"], self.asked["language"]
        self.require_acceptable(TYPES[kind].partition(";")[0])
        content = TEMPLATES[kind](language)
        name = {"uk": "список учасників", "en": "list of members"}[language]
        response = HttpResponse(content, content_type=TYPES[kind])
        disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
        response["Content-Disposition"] = str(disposition)
        return response


class MemberListIn(serializers.Serializer[None]):
    file = serializers.FileField()


class MemberListPreview(Endpoint):
    actions = {"POST": GroupAction.INVITE}
    parser_classes = [MultiPartParser]
    keeps_answers = False

    @extend_schema(request={"multipart/form-data": MemberListIn}, responses=shape(MemberListOut))
    def post(self, request: Request, group_id: UUID) -> Response:
        """What a list would do, row by row. Nothing is done, and nothing of the file is kept."""
        with snapshot():
            group = get_group_for(self.actor, group_id, GroupAction.INVITE)
            table = read_table(*self._file(request), BOUNDS)
            written = list(entries_of(table))
            found = with_organisations(self.actor, group, written)
            planned = plan(self.actor, group, [one for one in found if isinstance(one, Entry)])
        faults = [one for one in (*found, *planned) if isinstance(one, Fault)]
        shown = [one for one in planned if isinstance(one, Planned)]
        note_named(self.actor, group_id, {one.person.pk for one in shown if one.person is not None})
        return answer(_told(shown, faults))

    @staticmethod
    def _file(request: Request) -> tuple[str, bytes]:
        unknown = [name for name in request.data if name != "file"]
        if unknown:
            raise Invalid(
                [FieldError(f"/{name}", "unknown", _("This field is not known here.")) for name in unknown]
            )
        content = request.FILES.get("file")
        if not isinstance(content, UploadedFile):
            raise Invalid.field("/file", "required", _("Choose a file."))
        return content.name or "", content.read()


def _told(planned: Sequence[Planned], faults: Sequence[Fault]) -> MemberListOut:
    ordered = sorted(faults, key=lambda one: (one.number, PLACES[one.column]))
    return {"rows": [_row(one) for one in planned], "faults": [_fault(one) for one in ordered]}


def _row(one: Planned) -> MemberRowOut:
    entry = one.entry
    return {
        "number": entry.number,
        "name": entry.name,
        "email": entry.email,
        "organisation": common_presenters.organisation(entry.organisation),
        "position": entry.position,
        "role": cast("common_schemas.RoleName", entry.role.value),
        "until": entry.until,
        "document": entry.document,
        "outcome": one.outcome.value,
        "person": None if one.person is None else common_presenters.person(one.person),
    }


def _fault(one: Fault) -> MemberFaultOut:
    return {
        "number": one.number,
        "column": one.column.value,
        "code": one.code,
        "message": str(one.message),
    }


class MemberRowIn(StrictSerializer):
    """A row as it was shown, with what was to become of it."""

    number = StrictInteger(min_value=1)
    name = PlainText(max_length=LONGEST["name"], required=False, allow_blank=True, default="")
    email = serializers.EmailField(max_length=LONGEST["email"])
    organisation = StrictUuid()
    position = PlainText(max_length=LONGEST["position"], required=False, allow_blank=True, default="")
    role = serializers.ChoiceField(Role.choices)
    until = StrictDate(required=False, allow_null=True, default=None)
    document = PlainText(max_length=LONGEST["document"], required=False, allow_blank=True, default="")
    outcome = serializers.ChoiceField([one.value for one in Outcome])


class ConfirmedListIn(StrictSerializer):
    rows = serializers.ListField(child=MemberRowIn(), min_length=1, max_length=MOST_ROWS)


class GroupMemberList(Endpoint):
    actions = {"POST": GroupAction.INVITE}

    @extend_schema(request=ConfirmedListIn, responses={201: shape(ImportedOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Do what was shown, for all rows or for none. 409 names the rows for which it would be otherwise."""
        get_group_for(self.actor, group_id, GroupAction.INVITE)
        rows = self.parse(ConfirmedListIn)["rows"]
        known = organisations_named(self.actor, {row["organisation"] for row in rows})
        shown = [(_entry(index, row, known), Outcome(row["outcome"])) for index, row in enumerate(rows)]
        done = import_members(actor=self.actor, group_id=group_id, shown=shown)
        counted: ImportedOut = {
            "seated": done[Outcome.SEAT],
            "appointed": done[Outcome.APPOINT],
            "invited": done[Outcome.INVITE],
        }
        return answer(counted, status=201)


def _entry(index: int, row: dict[str, Any], known: dict[UUID, Organisation]) -> Entry:
    organisation = known.get(row["organisation"])
    if organisation is None:
        raise Invalid.field(f"/rows/{index}/organisation", "not_found", _("There is no such organisation."))
    facts = {name: row[name] for name in ("number", "name", "position", "until", "document")}
    return Entry(
        **facts, email=canonical_email(row["email"]), organisation=organisation, role=Role(row["role"])
    )
