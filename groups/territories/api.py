"""Territories and those who hold an office there, over HTTP."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common.contact_fields import Email, Phone, Words
from groups.territories import presenters, schemas as shapes
from groups.territories.models import ContactKind, ContactPoint, Territory, TerritoryLevel
from groups.territories.policies import TerritoryAction
from groups.territories.selectors import get_territory_for, territories_for
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
    keyset_page,
    page_of,
    shape,
    snapshot,
)

BY_NAME = ("name_key", "id")
NAME_LENGTH, ADDRESS_LENGTH, CODE_LENGTH, WORDS_LENGTH = 200, 300, 19, 100
MOST_PEOPLE = 2**31 - 1


class TerritoriesQuery(StrictSerializer):
    """`within`: directly inside that territory; `inside`: at any depth. `q`: a part of the name, or the
    beginning of the code.
    """

    within = StrictUuid(required=False, source="parent")
    inside = StrictUuid(required=False)
    level = serializers.ChoiceField(TerritoryLevel.choices, required=False)
    coordinated_by = serializers.ChoiceField(["me"], required=False)
    q = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)


class PlaceIn(StrictSerializer):
    """Degrees, to five digits after the point: a metre."""

    latitude = serializers.FloatField(min_value=-90, max_value=90)
    longitude = serializers.FloatField(min_value=-180, max_value=180)


class TerritoryIn(StrictSerializer):
    """Names in Ukrainian; `name_en` in English. `place` is where it stands on a map."""

    name_en = Words(NAME_LENGTH)
    place = PlaceIn(required=False, allow_null=True)


class RegisterTerritoryIn(TerritoryIn):
    """`parent` is what it lies in; only a country lies in nothing."""

    code = PlainText(max_length=CODE_LENGTH)
    level = serializers.ChoiceField(TerritoryLevel.choices)
    name = PlainText(max_length=NAME_LENGTH)
    parent = StrictUuid(required=False, allow_null=True)  # type: ignore[assignment]


class EditTerritoryIn(TerritoryIn):
    """What is left out stays; `place` null takes it off the map."""

    name = PlainText(max_length=NAME_LENGTH, required=False)


class TerritoryEndpoint(Endpoint):
    """Answers with one territory as the actor sees it."""

    def territory(self, territory_id: UUID, status: int = 200) -> Response:
        with snapshot():
            row = get_territory_for(self.actor, territory_id)
            out = presenters.territory_details(row, self.actor)
            return answer(out, status=status, version=row.version)


class Territories(TerritoryEndpoint):
    actions = {"GET": TerritoryAction.READ, "POST": TerritoryAction.REGISTER_PART}
    asks = TerritoriesQuery

    @extend_schema(responses=page_of(shapes.TerritoryOut))
    def get(self, request: Request) -> Response:
        """Territories by name: of one level, inside one territory, or those that the reader coordinates."""
        asked = dict(self.asked)
        rows = territories_for(
            self.actor,
            coordinated=asked.pop("coordinated_by", None) == "me",
            words=asked.pop("q", ""),
            inside=asked.pop("inside", None),
        )
        return answer(keyset_page(request, rows.filter(**asked), order=BY_NAME, present=self._present))

    @extend_schema(request=RegisterTerritoryIn, responses={201: shape(shapes.TerritoryDetails)})
    def post(self, request: Request) -> Response:
        """Add a territory by its code in the national codifier."""
        data = self.parse(RegisterTerritoryIn)
        row = register_territory(
            actor=self.actor,
            code=data["code"],
            level=TerritoryLevel(data["level"]),
            name_uk=data["name"],
            name_en=data.get("name_en", ""),
            parent_id=data.get("parent"),
            place=place_of(data.get("place")),
        )
        return self.territory(row.id, status=201)

    def _present(self, rows: list[Territory]) -> list[shapes.TerritoryOut]:
        return presenters.territories(rows, self.actor)


class TerritoryDetails(TerritoryEndpoint):
    actions = {"GET": TerritoryAction.READ, "PATCH": TerritoryAction.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape(shapes.TerritoryDetails))
    def get(self, request: Request, territory_id: UUID) -> Response:
        """One territory with its population by year and where one turns there."""
        return self.territory(territory_id)

    @extend_schema(request=EditTerritoryIn, responses=shape(shapes.TerritoryDetails))
    def patch(self, request: Request, territory_id: UUID) -> Response:
        """Change its names or its place on the map."""
        version, changes = self.expected_version(), _changes(self.parse(EditTerritoryIn))
        edit_territory(actor=self.actor, territory_id=territory_id, changes=changes, expected_version=version)
        return self.territory(territory_id)


class YearIn(StrictSerializer):
    year = StrictInteger()


class PopulationIn(YearIn):
    count = StrictInteger(min_value=0, max_value=MOST_PEOPLE)


class TerritoryPopulation(TerritoryEndpoint):
    actions = {"PUT": TerritoryAction.RECORD_POPULATION, "DELETE": TerritoryAction.RECORD_POPULATION}
    deletes_with = YearIn
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(request=PopulationIn, responses=shape(shapes.TerritoryDetails))
    def put(self, request: Request, territory_id: UUID) -> Response:
        """Say how many people lived there in a year; a new figure replaces the old one."""
        version, data = self.expected_version(), self.parse(PopulationIn)
        record_population(actor=self.actor, territory_id=territory_id, expected_version=version, **data)
        return self.territory(territory_id)

    @extend_schema(request=YearIn, responses=shape(shapes.TerritoryDetails))
    def delete(self, request: Request, territory_id: UUID) -> Response:
        """Take back what was said of a year."""
        version, data = self.expected_version(), self.parse(YearIn)
        remove_population(actor=self.actor, territory_id=territory_id, expected_version=version, **data)
        return self.territory(territory_id)


class ContactPointIn(StrictSerializer):
    """A phone number, an e-mail or an address is needed, each may be left out."""

    kind = serializers.ChoiceField(ContactKind.choices)
    name = PlainText(max_length=NAME_LENGTH, source="name_uk")
    name_en = Words(NAME_LENGTH)
    phone = Phone()
    email = Email()
    address = Words(ADDRESS_LENGTH, source="address_uk")
    address_en = Words(ADDRESS_LENGTH)


class ContactPointsIn(StrictSerializer):
    items = ContactPointIn(many=True)


class TerritoryContactPoints(TerritoryEndpoint):
    actions = {"PUT": TerritoryAction.SET_CONTACT_POINTS}
    conditional = frozenset({"PUT"})

    @extend_schema(request=ContactPointsIn, responses=shape(shapes.TerritoryDetails))
    def put(self, request: Request, territory_id: UUID) -> Response:
        """Say where people there turn for help, in this order."""
        version, items = self.expected_version(), self.parse(ContactPointsIn)["items"]
        set_contact_points(
            actor=self.actor,
            territory_id=territory_id,
            points=[ContactPoint(**one) for one in items],
            expected_version=version,
        )
        return self.territory(territory_id)


def place_of(place: dict[str, float] | None) -> tuple[Decimal, Decimal] | None:
    """What `PlaceIn` takes, as the columns of a row hold it."""
    return None if place is None else (_degrees(place["latitude"]), _degrees(place["longitude"]))


def _degrees(value: float) -> Decimal:
    return Decimal(str(round(value, 5)))


def _changes(data: dict[str, Any]) -> dict[str, Any]:
    changes = {f"{name}_uk" if name == "name" else name: data[name] for name in data if name != "place"}
    if "place" in data:
        changes["latitude"], changes["longitude"] = place_of(data["place"]) or (None, None)
    return changes
