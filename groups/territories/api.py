"""Territories: register, population and contact points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common.contact_fields import Email, OptionalText, Phone
from groups.territories import presenters, schemas as shapes
from groups.territories.models import ContactKind, ContactPoint, Territory, TerritoryLevel
from groups.territories.policies import TerritoryAction
from groups.territories.selectors import get_territory_for, list_territories_for
from groups.territories.services import (
    edit_territory,
    record_population,
    register_territory,
    remove_population,
    set_contact_points,
)
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    answer,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)

BY_NAME = ("name_key", "id")
NAME_LENGTH, ADDRESS_LENGTH, CODE_LENGTH, WORDS_LENGTH = 200, 300, 19, 100
MAX_POPULATION = 2**31 - 1


class TerritoriesQuery(StrictSerializer):
    """`within`: directly inside that territory; `inside`: at any depth.

    `q`: a part of the name, or the beginning of the code.
    """

    within = StrictUuid(required=False, source="parent")
    inside = StrictUuid(required=False)
    level = serializers.ChoiceField(TerritoryLevel.choices, required=False)
    coordinated_by = serializers.ChoiceField(["me"], required=False)
    q = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)


class PlaceIn(StrictSerializer):
    """Degrees with five decimals: about a metre."""

    latitude = serializers.FloatField(min_value=-90, max_value=90)
    longitude = serializers.FloatField(min_value=-180, max_value=180)


class TerritoryIn(StrictSerializer):
    """Names in Ukrainian; `name_en` in English. `place` is its position on a map."""

    name_en = OptionalText(NAME_LENGTH)
    place = PlaceIn(required=False, allow_null=True)


class RegisterTerritoryIn(TerritoryIn):
    """`parent` is the territory that contains it; only a country has none."""

    code = PlainText(max_length=CODE_LENGTH)
    level = serializers.ChoiceField(TerritoryLevel.choices)
    name = PlainText(max_length=NAME_LENGTH)
    parent = StrictUuid(required=False, allow_null=True)  # type: ignore[assignment]


class EditTerritoryIn(TerritoryIn):
    """Fields that are left out keep their values; `place` null removes the position."""

    name = PlainText(max_length=NAME_LENGTH, required=False)


class TerritoryEndpoint(Endpoint):
    """Endpoints that answer with one territory as the actor sees it."""

    def territory(self, territory_id: UUID, status: int = 200) -> Response:
        with read_snapshot():
            row = get_territory_for(self.actor, territory_id)
            out = presenters.show_territory_details(row, self.actor)
            return answer(out, status=status, version=row.version)


class Territories(TerritoryEndpoint):
    actions = {"GET": TerritoryAction.READ, "POST": TerritoryAction.REGISTER_PART}
    asks = TerritoriesQuery

    @extend_schema(responses=page_of(shapes.TerritoryOut))
    def get(self, request: Request) -> Response:
        """List territories by name: of one level, in one territory, or those that you coordinate."""
        asked = dict(self.asked)
        rows = list_territories_for(
            self.actor,
            coordinated=asked.pop("coordinated_by", None) == "me",
            words=asked.pop("q", ""),
            inside=asked.pop("inside", None),
        )
        return answer(paginate(request, rows.filter(**asked), order=BY_NAME, present=self._present))

    @extend_schema(request=RegisterTerritoryIn, responses={201: shape_of(shapes.TerritoryDetails)})
    def post(self, request: Request) -> Response:
        """Register a territory by its code in the national codifier."""
        data = self.parse(RegisterTerritoryIn)
        row = register_territory(
            actor=self.actor,
            code=data["code"],
            level=TerritoryLevel(data["level"]),
            name_uk=data["name"],
            name_en=data.get("name_en", ""),
            parent_id=data.get("parent"),
            place=parse_place(data.get("place")),
        )
        return self.territory(row.id, status=201)

    def _present(self, rows: list[Territory]) -> list[shapes.TerritoryOut]:
        return presenters.show_territories(rows, self.actor)


class TerritoryDetails(TerritoryEndpoint):
    actions = {"GET": TerritoryAction.READ, "PATCH": TerritoryAction.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape_of(shapes.TerritoryDetails))
    def get(self, request: Request, territory_id: UUID) -> Response:
        """Return one territory with its population by year and its contact points."""
        return self.territory(territory_id)

    @extend_schema(request=EditTerritoryIn, responses=shape_of(shapes.TerritoryDetails))
    def patch(self, request: Request, territory_id: UUID) -> Response:
        """Change its names or its position on the map."""
        version, changes = self.expected_version(), _to_changes(self.parse(EditTerritoryIn))
        edit_territory(actor=self.actor, territory_id=territory_id, changes=changes, expected_version=version)
        return self.territory(territory_id)


class YearIn(StrictSerializer):
    year = StrictInteger()


class PopulationIn(YearIn):
    count = StrictInteger(min_value=0, max_value=MAX_POPULATION)


class TerritoryPopulation(TerritoryEndpoint):
    actions = {"PUT": TerritoryAction.RECORD_POPULATION, "DELETE": TerritoryAction.RECORD_POPULATION}
    deletes_with = YearIn
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(request=PopulationIn, responses=shape_of(shapes.TerritoryDetails))
    def put(self, request: Request, territory_id: UUID) -> Response:
        """Set the population of a year, in place of an earlier figure."""
        version, data = self.expected_version(), self.parse(PopulationIn)
        record_population(actor=self.actor, territory_id=territory_id, expected_version=version, **data)
        return self.territory(territory_id)

    @extend_schema(request=YearIn, responses=shape_of(shapes.TerritoryDetails))
    def delete(self, request: Request, territory_id: UUID) -> Response:
        """Delete the population of a year."""
        version, data = self.expected_version(), self.parse(YearIn)
        remove_population(actor=self.actor, territory_id=territory_id, expected_version=version, **data)
        return self.territory(territory_id)


class ContactPointIn(StrictSerializer):
    """A phone number, an e-mail or an address is needed; each may be left out."""

    kind = serializers.ChoiceField(ContactKind.choices)
    name = PlainText(max_length=NAME_LENGTH, source="name_uk")
    name_en = OptionalText(NAME_LENGTH)
    phone = Phone()
    email = Email()
    address = OptionalText(ADDRESS_LENGTH, source="address_uk")
    address_en = OptionalText(ADDRESS_LENGTH)


class ContactPointsIn(StrictSerializer):
    items = ContactPointIn(many=True)


class TerritoryContactPoints(TerritoryEndpoint):
    actions = {"PUT": TerritoryAction.SET_CONTACT_POINTS}
    conditional = frozenset({"PUT"})

    @extend_schema(request=ContactPointsIn, responses=shape_of(shapes.TerritoryDetails))
    def put(self, request: Request, territory_id: UUID) -> Response:
        """Replace the contact points of the territory, in this order."""
        version, items = self.expected_version(), self.parse(ContactPointsIn)["items"]
        set_contact_points(
            actor=self.actor,
            territory_id=territory_id,
            points=[ContactPoint(**one) for one in items],
            expected_version=version,
        )
        return self.territory(territory_id)


def parse_place(place: dict[str, float] | None) -> tuple[Decimal, Decimal] | None:
    """Return the position of `PlaceIn` as values of columns."""
    return None if place is None else (_to_degrees(place["latitude"]), _to_degrees(place["longitude"]))


def _to_degrees(value: float) -> Decimal:
    return Decimal(str(round(value, 5)))


def _to_changes(data: dict[str, Any]) -> dict[str, Any]:
    changes = {f"{name}_uk" if name == "name" else name: data[name] for name in data if name != "place"}
    if "place" in data:
        changes["latitude"], changes["longitude"] = parse_place(data["place"]) or (None, None)
    return changes
