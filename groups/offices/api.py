"""Offices: coordinators and data protection officers of territories."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.offices import access_log, presenters, schemas as shapes
from groups.offices.models import Office, OfficeKind
from groups.offices.policies import OfficeAction
from groups.offices.selectors import list_offices_for
from groups.offices.services import end_office, request_office
from groups.territories.policies import TerritoryAction
from viche.accounts.api.reauthentication import require_proof
from viche.accounts.approvals.api import present_approval
from viche.kernel.api import (
    Endpoint,
    Instant,
    PlainText,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    page_of,
    paginate,
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
    """POST: Request that a person becomes coordinator or data protection officer of a territory.

    Another administrator has to confirm it, or a holder of the same office over all of the territory. Needs
    fresh reauthentication.
    """

    records = {"GET": access_log.record_office_reads}
    actions = {"GET": OfficeAction.READ}
    browser_only = frozenset({"POST"})
    asks = OfficesQuery

    @extend_schema(responses=page_of(shapes.OfficeOut))
    def get(self, request: Request) -> Response:
        """List current offices; administrators also see past ones. Latest first."""
        asked = dict(self.asked)
        rows = list_offices_for(self.actor, own=asked.pop("held_by", None) == "me").filter(**asked)
        page = paginate(request, rows, order=("-id",), present=self._present)
        return answer(page)

    post = Write(
        TerritoryAction.GIVE_OFFICE,
        request_office,
        body=GiveOfficeIn,
        check=require_proof,
        shows=present_approval,
        status=202,
    )

    def _present(self, rows: list[Office]) -> list[shapes.OfficeOut]:
        return presenters.show_offices(rows, self.actor)


class EndOfficeIn(StrictSerializer):
    """The reason is shown to the person."""

    reason = PlainText(max_length=REASON_LENGTH)


class OneOffice(Endpoint):
    """DELETE: End an office now; the access it gave ends at once. Needs fresh reauthentication."""

    browser_only = frozenset({"DELETE"})

    delete = Write(OfficeAction.END, end_office, body=EndOfficeIn, check=require_proof)
