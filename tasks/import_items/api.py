"""Import of a list of action items: preview of a file, and creation of the confirmed rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

import orjson
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.lifecycle.serializers import Tags
from groups.common import presenters as groups
from groups.common.schemas import OrganisationRef
from groups.list_import.api import read_list, show_faults
from groups.list_import.parsed_rows import MAX_ROWS
from groups.models import Organisation
from groups.selectors import get_organisations_by_id
from tasks.external_assignees.models import OutsideBody
from tasks.import_items.entries import ImportEntry, PlannedItem
from tasks.import_items.parsing import ITEM_LIST
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
from viche.kernel.errors import Invalid
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
MAX_PREVIEW_BYTES = 200 * 1024  # the preview is sent back for confirmation, and request bodies are limited
PLAIN_FIELDS = (
    *("number", "title", "title_en", "due_on", "description"),
    *("place_name", "place", "effort_hours", "budget"),
)


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

        A form with `file`, up to 200 kB and 200 rows, headings and words in either language;
        coordinates may have decimal commas (`47,86; 31,15`). A title, an owner by its name and a due
        day are required; numbers, states and other columns of an export are ignored. `rows` say what
        would be proposed, `faults` why a row cannot be (number in the file, column, code); `again`
        names an open item of the group with the same title.
        """
        with read_snapshot():
            group = load(RegisterPolicy(), self.actor, group_id, RegisterAction.MAKE)
            rows = read_list(request, ITEM_LIST)
            planned = plan_import(group, resolve_organisations(self.actor, group, rows))
        shown = [_show_row(one) for one in planned if isinstance(one, PlannedItem)]
        if len(orjson.dumps(shown)) > MAX_PREVIEW_BYTES:
            raise Invalid.field("/file", "too_much_text", _("This is too much text at once. Split the list."))
        return answer(ItemListOut(rows=shown, faults=show_faults(rows, planned, ITEM_LIST)))


def _show_row(one: PlannedItem) -> ItemRowOut:
    entry = one.entry
    return {
        "number": entry.number,
        "title": entry.title,
        "title_en": entry.title_en,
        "description": entry.description,
        "priority": cast("items_schemas.PriorityName", entry.priority.value),
        "owner": groups.show_organisation(entry.owner),
        "owner_outside": isinstance(entry.owner, OutsideBody),
        "coowners": [groups.show_organisation(one) for one in entry.coowners],
        "verifier": groups.show_organisation(entry.verifier) if entry.verifier is not None else None,
        "due_on": entry.due_on,
        "criteria": list(entry.criteria),
        "target_groups": [cast("items_schemas.TargetGroupName", one.value) for one in entry.target_groups],
        "tags": list(entry.tags),
        "place_name": entry.place_name,
        "place": items_presenters.show_place(entry.place),
        "effort_hours": entry.effort_hours,
        "budget": float(entry.budget) if entry.budget is not None else None,
        "budget_source": cast("items_schemas.BudgetSourceName | None", entry.budget_source),
        "again": {"number": one.again[0], "year": one.again[1]} if one.again is not None else None,
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

        Send `rows` as the preview showed them, with an `Idempotency-Key`. The code is `list_changed`.
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
    index: int, row: Mapping[str, Any], known: Mapping[UUID, Organisation], bodies: Mapping[UUID, OutsideBody]
) -> ImportEntry:
    """Return an entry.

    Raises Invalid for an unknown organisation, and unless there is exactly one owner.
    """
    owners = [
        *([get_known(known, row, "owner_organisation", index)] if row["owner_organisation"] else []),
        *([get_known(bodies, row, "outside_body", index)] if row["outside_body"] else []),
    ]
    if len(owners) != 1:
        raise Invalid.field(f"/rows/{index}/owner_organisation", "one_owner", _("Say who does it."))
    verifier = get_known(known, row, "verifier_organisation", index) if row["verifier_organisation"] else None
    besides = [
        get_known(known, row["coowners"], place, f"{index}/coowners") for place in range(len(row["coowners"]))
    ]
    source = row["budget_source"]
    return ImportEntry(
        **{name: row[name] for name in PLAIN_FIELDS},
        owner=owners[0],
        coowners=tuple(dict.fromkeys(besides)),
        verifier=verifier,
        priority=Priority(row["priority"]),
        criteria=tuple(row["criteria"]),
        target_groups=tuple(TargetGroup(one) for one in row["target_groups"]),
        tags=tuple(row["tags"]),
        budget_source=BudgetSource(source) if source else None,
    )


def get_known(known: Mapping[UUID, Any], row: Any, name: str | int, index: int | str) -> Any:
    """Return what a field of a row names. Raises Invalid at the field when it is unknown."""
    found = known.get(row[name])
    if found is None:
        raise Invalid.field(f"/rows/{index}/{name}", "not_found", _("There is no such organisation."))
    return found
