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
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    PlainText,
    Show,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    page_of,
    paginate,
    read_snapshot,
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

    def to_internal_value(self, data: Any) -> Any:
        place = super().to_internal_value(data)
        return _to_degrees(place["latitude"]), _to_degrees(place["longitude"])


class TerritoryIn(StrictSerializer):
    """Names in Ukrainian; `name_en` in English. `place` is its position on a map."""

    name_en = OptionalText(NAME_LENGTH)
    place = PlaceIn(required=False, allow_null=True)


class RegisterTerritoryIn(TerritoryIn):
    """`parent` is the territory that contains it; only a country has none."""

    code = PlainText(max_length=CODE_LENGTH)
    level = serializers.ChoiceField(list(TerritoryLevel))
    name = PlainText(source="name_uk", max_length=NAME_LENGTH)
    parent = StrictUuid(source="parent_id", required=False, allow_null=True)  # type: ignore[assignment]


class EditTerritoryIn(TerritoryIn):
    """Fields that are left out keep their values; `place` null removes the position."""

    name = PlainText(source="name_uk", max_length=NAME_LENGTH, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "place" in attrs:
            attrs["latitude"], attrs["longitude"] = attrs.pop("place") or (None, None)
        return attrs


def show_territory(actor: Actor, territory_id: UUID) -> Answer[shapes.TerritoryDetails]:
    """Return the answer with one territory as `actor` sees it."""
    with read_snapshot():
        row = get_territory_for(actor, territory_id)
        return answer(presenters.show_territory_details(row, actor), version=row.version)


class Territories(Endpoint):
    """POST: Register a territory by its code in the national codifier."""

    actions = {"GET": TerritoryAction.READ}
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

    post = Write(
        TerritoryAction.REGISTER_PART,
        register_territory,
        body=RegisterTerritoryIn,
        shows=show_territory,
        status=201,
    )

    def _present(self, rows: list[Territory]) -> list[shapes.TerritoryOut]:
        return presenters.show_territories(rows, self.actor)


class TerritoryDetails(Endpoint):
    """GET: Return one territory with its population by year and its contact points.

    PATCH: Change its names or its position on the map.
    """

    get = Show(TerritoryAction.READ, show_territory)

    patch = Write(
        TerritoryAction.EDIT,
        edit_territory,
        body=EditTerritoryIn,
        body_as="changes",
        shows=show_territory,
        versioned=True,
    )


class YearIn(StrictSerializer):
    year = StrictInteger()


class PopulationIn(YearIn):
    count = StrictInteger(min_value=0, max_value=MAX_POPULATION)


class TerritoryPopulation(Endpoint):
    """PUT: Set the population of a year, in place of an earlier figure.

    DELETE: Delete the population of a year.
    """

    put = Write(
        TerritoryAction.RECORD_POPULATION,
        record_population,
        body=PopulationIn,
        shows=show_territory,
        versioned=True,
    )

    delete = Write(
        TerritoryAction.RECORD_POPULATION,
        remove_population,
        body=YearIn,
        shows=show_territory,
        versioned=True,
    )


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
    items = ContactPointIn(many=True, source="points")

    def validate_items(self, value: Any) -> list[ContactPoint]:
        return [ContactPoint(**one) for one in value]


class TerritoryContactPoints(Endpoint):
    """PUT: Replace the contact points of the territory, in this order."""

    put = Write(
        TerritoryAction.SET_CONTACT_POINTS,
        set_contact_points,
        body=ContactPointsIn,
        shows=show_territory,
        versioned=True,
    )


def _to_degrees(value: float) -> Decimal:
    return Decimal(str(round(value, 5)))
