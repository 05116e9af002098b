"""Offices: coordinators and data protection officers of territories."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.offices import access_log, presenters, schemas as shapes
from groups.offices.models import Office, OfficeKind
from groups.offices.policies import OfficeAction
from groups.offices.selectors import list_offices_for
from groups.offices.services import end_office, give_office
from groups.territories.policies import TerritoryAction
from viche.accounts.api.reauthentication import require_proof
from viche.kernel.api import (
    Endpoint,
    Instant,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    page_of,
    paginate,
    shape_of,
)

DOCUMENT_LENGTH, REASON_LENGTH, EMAIL_LENGTH = 300, 1000, 254


class OfficesQuery(StrictSerializer):
    kind = serializers.ChoiceField(OfficeKind.choices, required=False)
    territory = StrictUuid(required=False)
    held_by = serializers.ChoiceField(["me"], required=False)


class GiveOfficeIn(StrictSerializer):
    """Either `person`, an id, or `email`, the address with which the person signs in.

    Without `ends_at` the office lasts until it is ended.
    """

    person = StrictUuid(source="person_id", required=False, allow_null=True)
    email = PlainText(max_length=EMAIL_LENGTH, required=False, allow_blank=True)
    kind = serializers.ChoiceField(OfficeKind.choices)
    territory = StrictUuid(source="territory_id")
    document = PlainText(max_length=DOCUMENT_LENGTH)
    ends_at = Instant(required=False, allow_null=True)


class Offices(Endpoint):
    actions = {"GET": OfficeAction.READ, "POST": TerritoryAction.GIVE_OFFICE}
    browser_only = frozenset({"POST"})
    asks = OfficesQuery

    @extend_schema(responses=page_of(shapes.OfficeOut))
    def get(self, request: Request) -> Response:
        """List current offices; administrators also see past ones. Latest first."""
        asked = dict(self.asked)
        rows = list_offices_for(self.actor, own=asked.pop("held_by", None) == "me").filter(**asked)
        page = paginate(request, rows, order=("-id",), present=self._present)
        access_log.record_office_reads(self.actor, page["items"])
        return answer(page)

    @extend_schema(request=GiveOfficeIn, responses={201: shape_of(shapes.OfficeOut)})
    def post(self, request: Request) -> Response:
        """Make a person coordinator or data protection officer of a territory.

        Needs fresh reauthentication.
        """
        fields = self.parse(GiveOfficeIn)
        require_proof(self)
        row = give_office(actor=self.actor, **fields)
        return answer(self._present([row])[0], status=201)

    def _present(self, rows: list[Office]) -> list[shapes.OfficeOut]:
        return presenters.show_offices(rows, self.actor)


class EndOfficeIn(StrictSerializer):
    """The reason is shown to the person."""

    reason = PlainText(max_length=REASON_LENGTH)


class OneOffice(Endpoint):
    actions = {"DELETE": OfficeAction.END}
    browser_only = frozenset({"DELETE"})
    deletes_with = EndOfficeIn

    @extend_schema(request=EndOfficeIn, responses={204: None})
    def delete(self, request: Request, office_id: UUID) -> Response:
        """End an office now; the access it gave ends at once. Needs fresh reauthentication."""
        reason = self.parse(EndOfficeIn)["reason"]
        require_proof(self)
        end_office(actor=self.actor, office_id=office_id, reason=reason)
        return answer(None, status=204)
