"""Who coordinates a territory and who oversees personal data there, over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.offices import access_log, presenters, schemas as shapes
from groups.offices.models import Office, OfficeKind
from groups.offices.policies import OfficeAction
from groups.offices.selectors import offices_for
from groups.offices.services import end_office, give_office
from groups.territories.policies import TerritoryAction
from viche.accounts.api.proof import require_proof
from viche.kernel.api import (
    Endpoint,
    Instant,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    page_of,
    shape,
)

DOCUMENT_LENGTH, REASON_LENGTH, EMAIL_LENGTH = 300, 1000, 254


class OfficesQuery(StrictSerializer):
    kind = serializers.ChoiceField(OfficeKind.choices, required=False)
    territory = StrictUuid(required=False)
    held_by = serializers.ChoiceField(["me"], required=False)


class GiveOfficeIn(StrictSerializer):
    """Either `person`, an id, or `email`, the address with which somebody signs in. Without `ends_at` it
    lasts until it is taken back.
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
        """Offices that are held now, and for administrators those that were, the latest first."""
        asked = dict(self.asked)
        rows = offices_for(self.actor, own=asked.pop("held_by", None) == "me").filter(**asked)
        page = keyset_page(request, rows, order=("-id",), present=self._present)
        access_log.note_offices(self.actor, page["items"])
        return answer(page)

    @extend_schema(request=GiveOfficeIn, responses={201: shape(shapes.OfficeOut)})
    def post(self, request: Request) -> Response:
        """Make somebody coordinator or data protection officer of a territory. Needs a fresh proof."""
        fields = self.parse(GiveOfficeIn)
        require_proof(self)
        row = give_office(actor=self.actor, **fields)
        return answer(self._present([row])[0], status=201)

    def _present(self, rows: list[Office]) -> list[shapes.OfficeOut]:
        return presenters.offices(rows, self.actor)


class EndOfficeIn(StrictSerializer):
    """The person is told the reason."""

    reason = PlainText(max_length=REASON_LENGTH)


class OneOffice(Endpoint):
    actions = {"DELETE": OfficeAction.END}
    browser_only = frozenset({"DELETE"})
    deletes_with = EndOfficeIn

    @extend_schema(request=EndOfficeIn, responses={204: None})
    def delete(self, request: Request, office_id: UUID) -> Response:
        """End an office now; what it opened closes in the same second. Needs a fresh proof of who asks."""
        reason = self.parse(EndOfficeIn)["reason"]
        require_proof(self)
        end_office(actor=self.actor, office_id=office_id, reason=reason)
        return answer(None, status=204)
