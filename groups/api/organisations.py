"""Organisations over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.api import present, shapes
from groups.models import Organisation, Sector
from groups.policies import OrganisationAction
from groups.selectors import (
    get_organisation_for,
    organisations_for,
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


class OrganisationsQuery(StrictSerializer):
    sector = serializers.ChoiceField(Sector.choices, required=False)
    territory = serializers.UUIDField(required=False, source="territories")


class Organisations(Endpoint):
    actions = {"GET": OrganisationAction.READ}
    asks = OrganisationsQuery

    @extend_schema(responses=page_of(shapes.OrganisationOut))
    def get(self, request: Request) -> Response:
        """Organisations by name, of one sector or one territory."""
        rows = organisations_for(self.actor).filter(**self.asked)
        return answer(keyset_page(request, rows, order=BY_NAME, present=self._present))

    def _present(self, rows: list[Organisation]) -> list[shapes.OrganisationOut]:
        return present.organisations(rows, self.actor)


class OrganisationDetails(Endpoint):
    actions = {"GET": OrganisationAction.READ}

    @extend_schema(responses=shape(shapes.OrganisationOut))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """One organisation."""
        organisation = get_organisation_for(self.actor, organisation_id)
        (out,) = present.organisations([organisation], self.actor)
        return answer(out, version=organisation.version)
