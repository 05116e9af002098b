"""Territories over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.api import present, shapes
from groups.models import Territory, TerritoryLevel
from groups.policies import TerritoryAction
from groups.selectors import (
    get_territory_for,
    territories_for,
)
from viche.kernel.api import (
    Endpoint,
    StrictSerializer,
    answer,
    keyset_page,
    page_of,
    shape,
)

BY_NAME = ("name_key", "id")


class TerritoriesQuery(StrictSerializer):
    within = serializers.UUIDField(required=False, source="parent")
    level = serializers.ChoiceField(TerritoryLevel.choices, required=False)
    coordinated_by = serializers.ChoiceField(["me"], required=False)


class Territories(Endpoint):
    actions = {"GET": TerritoryAction.READ}
    asks = TerritoriesQuery

    @extend_schema(responses=page_of(shapes.TerritoryOut))
    def get(self, request: Request) -> Response:
        """Territories by name: of one level, inside one territory, or those that the reader coordinates."""
        asked = dict(self.asked)
        rows = territories_for(self.actor, coordinated=asked.pop("coordinated_by", None) == "me").filter(
            **asked
        )
        return answer(keyset_page(request, rows, order=BY_NAME, present=self._present))

    def _present(self, rows: list[Territory]) -> list[shapes.TerritoryOut]:
        return present.territories(rows, self.actor)


class TerritoryDetails(Endpoint):
    actions = {"GET": TerritoryAction.READ}

    @extend_schema(responses=shape(shapes.TerritoryOut))
    def get(self, request: Request, territory_id: UUID) -> Response:
        """One territory with its population by year."""
        territory = get_territory_for(self.actor, territory_id)
        (out,) = present.territories([territory], self.actor)
        return answer(out, version=territory.version)
