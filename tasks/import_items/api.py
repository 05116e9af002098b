"""Import of a list of action items: preview of a file, and creation of the confirmed rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.lifecycle.serializers import Tags
from groups.common import presenters as groups
from groups.common.schemas import OrganisationRef
from groups.member_import.spreadsheets import read_table
from groups.models import Organisation
from groups.selectors import get_organisations_by_id
from tasks.export.columns import Column
from tasks.external_assignees.models import OutsideBody
from tasks.import_items.entries import BOUNDS, MAX_ROWS, ImportEntry, ItemFacts, PlannedItem, RowError
from tasks.import_items.parsing import parse_rows
from tasks.import_items.plans import plan_import, resolve_organisations
from tasks.import_items.services import import_action_items
from tasks.items import presenters as items_presenters, schemas as items_schemas
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.fields import (
    CRITERION_LENGTH,
    DESCRIPTION_LENGTH,
    MAX_CRITERIA,
    MAX_EFFORT_HOURS,
    PLACE_LENGTH,
    TITLE_LENGTH,
)
from tasks.items.models import MAX_COOWNERS
from tasks.items.owners import get_group_with_outside_bodies
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.serializers import Day, ItemPlaceIn, Money
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    answer,
    read_snapshot,
    shape_of,
)
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.policy import load

ItemColumnName = Literal[
    "title",
    "title_en",
    "description",
    "priority",
    "owner",
    "coowners",
    "verifier",
    "due_on",
    "criteria",
    "target_groups",
    "tags",
    "place_name",
    "place",
    "effort_hours",
    "budget",
    "budget_source",
]
COLUMN_POSITIONS = {column: place for place, column in enumerate(Column)}
MAX_PREVIEW_BYTES = (
    200 * 1024
)  # bytes: the preview is sent back for confirmation, and request bodies are limited


class AgainOut(TypedDict):
    """An open action item of the group with the same title."""

    number: int
    year: int


class ItemRowOut(TypedDict):
    """A valid row, as it would be proposed. `number` is the row number in the file."""

    number: int
    title: str
    title_en: str
    description: str
    priority: items_schemas.PriorityName
    owner: OrganisationRef
    owner_outside: bool
    coowners: list[OrganisationRef]
    verifier: OrganisationRef | None
    due_on: date
    criteria: list[str]
    target_groups: list[items_schemas.TargetGroupName]
    tags: list[str]
    place_name: str
    place: items_schemas.PlaceOut | None
    effort_hours: int | None
    budget: float | None
    budget_source: items_schemas.BudgetSourceName | None
    again: AgainOut | None


class ItemFaultOut(TypedDict):
    """An error in a row, which therefore cannot be imported."""

    number: int
    column: ItemColumnName
    code: str
    message: str


class ItemListOut(TypedDict):
    """Preview of an import. Nothing is created and nothing is stored."""

    rows: list[ItemRowOut]
    faults: list[ItemFaultOut]


class ImportedItemOut(TypedDict):
    """A proposed action item."""

    id: UUID
    number: int
    year: int


class ImportedItemsOut(TypedDict):
    """All proposed items, in the order of the list."""

    items: list[ImportedItemOut]


class ItemListIn(serializers.Serializer[None]):
    file = serializers.FileField()


class ItemListPreview(Endpoint):
    actions = {"POST": RegisterAction.MAKE}
    parser_classes = [MultiPartParser]
    keeps_answers = False

    @extend_schema(request={"multipart/form-data": ItemListIn}, responses=shape_of(ItemListOut))
    def post(self, request: Request, group_id: UUID) -> Response:
        """Return what a table (CSV or XLSX, as exported) would propose, row by row.

        Nothing is created.
        """
        with read_snapshot():
            group = load(RegisterPolicy(), self.actor, group_id, RegisterAction.MAKE)
            found = resolve_organisations(
                self.actor, group, list(parse_rows(read_table(*_uploaded_file(request), BOUNDS)))
            )
            planned = plan_import(group, [one for one in found if isinstance(one, ImportEntry)])
        faults = [one for one in (*found, *planned) if isinstance(one, RowError)]
        return answer(_show_preview([one for one in planned if isinstance(one, PlannedItem)], faults))


def _uploaded_file(request: Request) -> tuple[str, bytes]:
    unknown = [name for name in request.data if name != "file"]
    if unknown:
        raise Invalid(
            [FieldError(f"/{name}", "unknown", _("This field is not known here.")) for name in unknown]
        )
    content = request.FILES.get("file")
    if not isinstance(content, UploadedFile):
        raise Invalid.field("/file", "required", _("Choose a file."))
    return content.name or "", content.read()


def _show_preview(planned: Sequence[PlannedItem], faults: Sequence[RowError]) -> ItemListOut:
    """Return the preview. Raises Invalid when it holds more text than may be sent back."""
    rows = [_show_row(one) for one in planned]
    if len(orjson.dumps(rows)) > MAX_PREVIEW_BYTES:
        raise Invalid.field("/file", "too_much_text", _("This is too much text at once. Split the list."))
    ordered = sorted(faults, key=lambda one: (one.number, COLUMN_POSITIONS[one.column]))
    return {"rows": rows, "faults": [_show_error(one) for one in ordered]}


def _show_row(one: PlannedItem) -> ItemRowOut:
    entry, facts = one.entry, one.entry.facts
    return {
        "number": entry.number,
        "title": facts.title,
        "title_en": facts.title_en,
        "description": facts.description,
        "priority": cast("items_schemas.PriorityName", facts.priority.value),
        "owner": groups.show_organisation(entry.owner),
        "owner_outside": isinstance(entry.owner, OutsideBody),
        "coowners": [groups.show_organisation(one) for one in entry.coowners],
        "verifier": groups.show_organisation(entry.verifier) if entry.verifier is not None else None,
        "due_on": facts.due_on,
        "criteria": list(facts.criteria),
        "target_groups": [cast("items_schemas.TargetGroupName", one.value) for one in facts.target_groups],
        "tags": list(facts.tags),
        "place_name": facts.place_name,
        "place": items_presenters.show_place(facts.place),
        "effort_hours": facts.effort_hours,
        "budget": float(facts.budget) if facts.budget is not None else None,
        "budget_source": cast("items_schemas.BudgetSourceName | None", facts.budget_source),
        "again": {"number": one.again[0], "year": one.again[1]} if one.again is not None else None,
    }


def _show_error(one: RowError) -> ItemFaultOut:
    return {
        "number": one.number,
        "column": one.column.value,
        "code": one.code,
        "message": str(one.message),
    }


class ItemRowIn(StrictSerializer):
    """A row of the preview. `again`: the preview showed an open item of the same title."""

    number = StrictInteger(min_value=1)
    title = PlainText(max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True, default="")
    description = PlainText(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True, default="")
    priority = serializers.ChoiceField(choices=Priority.choices, required=False, default=Priority.NORMAL)
    owner_organisation = StrictUuid(required=False, allow_null=True, default=None)
    outside_body = StrictUuid(required=False, allow_null=True, default=None)
    coowners = serializers.ListField(
        child=StrictUuid(), required=False, max_length=MAX_COOWNERS, default=list
    )
    verifier_organisation = StrictUuid(required=False, allow_null=True, default=None)
    due_on = Day()
    criteria = serializers.ListField(
        child=PlainText(max_length=CRITERION_LENGTH), required=False, max_length=MAX_CRITERIA, default=list
    )
    target_groups = serializers.ListField(
        child=serializers.ChoiceField(choices=TargetGroup.choices),
        required=False,
        max_length=len(TargetGroup),
        default=list,
    )
    tags = Tags(required=False, default=list)
    place_name = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True, default="")
    place = ItemPlaceIn(required=False, allow_null=True, default=None)
    effort_hours = StrictInteger(
        min_value=1, max_value=MAX_EFFORT_HOURS, required=False, allow_null=True, default=None
    )
    budget = Money(required=False, allow_null=True, default=None)
    budget_source = serializers.ChoiceField(
        choices=BudgetSource.choices, required=False, allow_null=True, default=None
    )
    again = serializers.BooleanField(required=False, default=False)


class ConfirmedItemsIn(StrictSerializer):
    rows = serializers.ListField(child=ItemRowIn(), min_length=1, max_length=MAX_ROWS)


class GroupItemList(Endpoint):
    actions = {"POST": RegisterAction.MAKE}

    @extend_schema(request=ConfirmedItemsIn, responses={201: shape_of(ImportedItemsOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Propose all confirmed rows, or none.

        409 names the rows whose result would differ from the preview.
        """
        load(RegisterPolicy(), self.actor, group_id, RegisterAction.MAKE)
        rows = self.parse(ConfirmedItemsIn)["rows"]
        ids = {row[name] for row in rows for name in ("owner_organisation", "verifier_organisation")}
        ids |= {one for row in rows for one in row["coowners"]}
        known: dict[UUID, Any] = dict(get_organisations_by_id(self.actor, ids - {None}))
        _group, outside = get_group_with_outside_bodies(self.actor, group_id)
        bodies = {one.pk: one for one in outside}
        shown = [(_build_entry(index, row, known, bodies), row["again"]) for index, row in enumerate(rows)]
        made = import_action_items(actor=self.actor, group_id=group_id, shown=shown)
        items = [{"id": one.pk, "number": one.number, "year": one.year} for one in made]
        return answer({"items": items}, status=201)


def _build_entry(
    index: int,
    row: Mapping[str, Any],
    known: Mapping[UUID, Organisation],
    bodies: Mapping[UUID, OutsideBody],
) -> ImportEntry:
    """Return an entry.

    Raises Invalid for an unknown organisation, and unless there is exactly one owner.
    """
    owners = [
        *([_get_known(known, row, "owner_organisation", index)] if row["owner_organisation"] else []),
        *([_get_known(bodies, row, "outside_body", index)] if row["outside_body"] else []),
    ]
    if len(owners) != 1:
        raise Invalid.field(f"/rows/{index}/owner_organisation", "one_owner", _("Say who does it."))
    verifier = (
        _get_known(known, row, "verifier_organisation", index) if row["verifier_organisation"] else None
    )
    besides = [
        _get_known(known, row["coowners"], place, f"{index}/coowners")
        for place in range(len(row["coowners"]))
    ]
    return ImportEntry(row["number"], _build_facts(row), owners[0], verifier, tuple(dict.fromkeys(besides)))


def _build_facts(row: Mapping[str, Any]) -> ItemFacts:
    source = row["budget_source"]
    return ItemFacts(
        title=row["title"],
        title_en=row["title_en"],
        due_on=row["due_on"],
        description=row["description"],
        priority=Priority(row["priority"]),
        criteria=tuple(row["criteria"]),
        target_groups=tuple(TargetGroup(one) for one in row["target_groups"]),
        tags=tuple(row["tags"]),
        place_name=row["place_name"],
        place=row["place"],
        effort_hours=row["effort_hours"],
        budget=row["budget"],
        budget_source=BudgetSource(source) if source else None,
    )


def _get_known(known: Mapping[UUID, Any], row: Any, name: str | int, index: int | str) -> Any:
    found = known.get(row[name])
    if found is None:
        raise Invalid.field(f"/rows/{index}/{name}", "not_found", _("There is no such organisation."))
    return found
