"""Organisations: register, details, verification and administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common.contact_fields import Email, OptionalText, Phone, Website
from groups.organisations import access_log, presenters, schemas as shapes
from groups.organisations.administrators import end_administrator, name_administrator
from groups.organisations.models import Organisation, OrganisationAdministrator, Sector, WithdrawnMark
from groups.organisations.policies import OrganisationAction
from groups.organisations.selectors import (
    get_organisation_for,
    list_administrators_of,
    list_organisations_for,
    list_revoked_verifications_of,
)
from groups.organisations.services import (
    edit_organisation,
    register_organisation,
    revoke_verification,
    update_contacts,
    verify_organisation,
)
from groups.territories.policies import TerritoryAction
from viche.accounts.api.reauthentication import require_proof
from viche.kernel.access_log import AccessMode
from viche.kernel.api import (
    Endpoint,
    Nothing,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)

BY_NAME, LATEST_FIRST = ("name_key", "id"), ("-id",)
NAME_LENGTH, SHORT_LENGTH, ADDRESS_LENGTH, DOCUMENT_LENGTH, WORDS_LENGTH = 200, 80, 300, 300, 100
REASON_LENGTH, EMAIL_LENGTH, MOST_TERRITORIES = 1000, 254, 100
# Fields of the request body that have columns in two languages.
BILINGUAL_FIELDS = ("name", "short_name", "on_behalf", "address")


class OrganisationsQuery(StrictSerializer):
    """`territory`: works in exactly that territory; `inside`: in it or any inside it.

    `q`: a part of the name. `appointed_by`: organisations whose representatives the reader appoints.
    """

    q = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)
    sector = serializers.ChoiceField(Sector.choices, required=False)
    territory = StrictUuid(required=False)
    inside = StrictUuid(required=False)
    parent = StrictUuid(required=False)  # type: ignore[assignment]  # a field, taken off the class
    verified = serializers.ChoiceField(["true", "false"], required=False)
    administered_by = serializers.ChoiceField(["me"], required=False)
    appointed_by = serializers.ChoiceField(["me"], required=False)


class OrganisationIn(StrictSerializer):
    """Texts in Ukrainian; those with `_en` in English, where they differ. `parent` makes it a unit."""

    name_en = OptionalText(NAME_LENGTH)
    short_name_en = OptionalText(SHORT_LENGTH)
    on_behalf_en = OptionalText(NAME_LENGTH)
    parent = StrictUuid(required=False, allow_null=True)  # type: ignore[assignment]


class RegisterOrganisationIn(OrganisationIn):
    """`on_behalf` continues «від імені …». Without territories it belongs to the whole country."""

    name = PlainText(max_length=NAME_LENGTH)
    short_name = PlainText(max_length=SHORT_LENGTH)
    on_behalf = PlainText(max_length=NAME_LENGTH)
    sector = serializers.ChoiceField(Sector.choices)
    territories = serializers.ListField(child=StrictUuid(), max_length=MOST_TERRITORIES)


class EditOrganisationIn(OrganisationIn):
    """Fields that are left out keep their values."""

    name = PlainText(max_length=NAME_LENGTH, required=False)
    short_name = PlainText(max_length=SHORT_LENGTH, required=False)
    on_behalf = PlainText(max_length=NAME_LENGTH, required=False)
    sector = serializers.ChoiceField(Sector.choices, required=False)
    territories = serializers.ListField(child=StrictUuid(), max_length=MOST_TERRITORIES, required=False)


class OrganisationEndpoint(Endpoint):
    """Endpoints that answer with one organisation as the actor sees it."""

    def organisation(self, organisation_id: UUID, status: int = 200) -> Response:
        with read_snapshot():
            row = get_organisation_for(self.actor, organisation_id)
            (out,) = presenters.show_organisations([row], self.actor)
            return answer(out, status=status, version=row.version)


class Organisations(OrganisationEndpoint):
    actions = {"GET": OrganisationAction.READ, "POST": TerritoryAction.REGISTER_ORGANISATION}
    asks = OrganisationsQuery

    @extend_schema(responses=page_of(shapes.OrganisationOut))
    def get(self, request: Request) -> Response:
        """List organisations by name: of one sector, in one territory, verified or not yet."""
        asked = dict(self.asked)
        rows = list_organisations_for(
            self.actor,
            words=asked.pop("q", ""),
            inside=asked.pop("inside", None),
            administered=asked.pop("administered_by", None) == "me",
            appointed=asked.pop("appointed_by", None) == "me",
        )
        rows = rows.filter(**_to_conditions(asked))
        return answer(paginate(request, rows, order=BY_NAME, present=self._present))

    @extend_schema(request=RegisterOrganisationIn, responses={201: shape_of(shapes.OrganisationOut)})
    def post(self, request: Request) -> Response:
        """Register an organisation in the territories in which it works."""
        row = register_organisation(actor=self.actor, **_to_columns(self.parse(RegisterOrganisationIn)))
        return self.organisation(row.id, status=201)

    def _present(self, rows: list[Organisation]) -> list[shapes.OrganisationOut]:
        return presenters.show_organisations(rows, self.actor)


class OrganisationDetails(OrganisationEndpoint):
    actions = {"GET": OrganisationAction.READ, "PATCH": OrganisationAction.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape_of(shapes.OrganisationOut))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """Return one organisation."""
        return self.organisation(organisation_id)

    @extend_schema(request=EditOrganisationIn, responses=shape_of(shapes.OrganisationOut))
    def patch(self, request: Request, organisation_id: UUID) -> Response:
        """Change its names, its territories or its parent."""
        version, changes = self.expected_version(), _to_columns(self.parse(EditOrganisationIn))
        edit_organisation(
            actor=self.actor, organisation_id=organisation_id, changes=changes, expected_version=version
        )
        return self.organisation(organisation_id)


class ContactsIn(StrictSerializer):
    """Fields that are left out keep their values; an empty one is cleared."""

    phone = Phone()
    email = Email()
    website = Website()
    address = OptionalText(ADDRESS_LENGTH)
    address_en = OptionalText(ADDRESS_LENGTH)


class OrganisationContacts(OrganisationEndpoint):
    actions = {"PATCH": OrganisationAction.EDIT_CONTACTS}
    conditional = frozenset({"PATCH"})

    @extend_schema(request=ContactsIn, responses=shape_of(shapes.OrganisationOut))
    def patch(self, request: Request, organisation_id: UUID) -> Response:
        """Update the contact details of an organisation."""
        version, changes = self.expected_version(), _to_columns(self.parse(ContactsIn))
        update_contacts(
            actor=self.actor, organisation_id=organisation_id, changes=changes, expected_version=version
        )
        return self.organisation(organisation_id)


class VerifyIn(StrictSerializer):
    document = PlainText(max_length=DOCUMENT_LENGTH)


class WithdrawMarkIn(StrictSerializer):
    reason = PlainText(max_length=REASON_LENGTH)


class OrganisationVerification(OrganisationEndpoint):
    """The verification that an organisation is what it claims to be."""

    actions = {
        "GET": OrganisationAction.SEE_RECORD,
        "POST": OrganisationAction.VERIFY,
        "DELETE": OrganisationAction.WITHDRAW_MARK,
    }
    deletes_with = WithdrawMarkIn
    conditional = frozenset({"POST", "DELETE"})
    asks = Nothing

    @extend_schema(responses=page_of(shapes.WithdrawnMarkOut))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """List revoked verifications with documents and reasons, latest first."""
        rows = list_revoked_verifications_of(self.actor, organisation_id)
        return answer(paginate(request, rows, order=LATEST_FIRST, present=_show_revoked_verifications))

    @extend_schema(request=VerifyIn, responses=shape_of(shapes.OrganisationOut))
    def post(self, request: Request, organisation_id: UUID) -> Response:
        """Verify an organisation by a document."""
        version, document = self.expected_version(), self.parse(VerifyIn)["document"]
        verify_organisation(
            actor=self.actor, organisation_id=organisation_id, document=document, expected_version=version
        )
        return self.organisation(organisation_id)

    @extend_schema(request=WithdrawMarkIn, responses=shape_of(shapes.OrganisationOut))
    def delete(self, request: Request, organisation_id: UUID) -> Response:
        """Revoke the verification; the reason is kept."""
        version, reason = self.expected_version(), self.parse(WithdrawMarkIn)["reason"]
        revoke_verification(
            actor=self.actor, organisation_id=organisation_id, reason=reason, expected_version=version
        )
        return self.organisation(organisation_id)


class NameAdministratorIn(StrictSerializer):
    """Either `person`, an id, or `email`, the address with which the person signs in."""

    person = StrictUuid(source="person_id", required=False, allow_null=True)
    email = PlainText(max_length=EMAIL_LENGTH, required=False, allow_blank=True)
    document = PlainText(max_length=DOCUMENT_LENGTH)


class OrganisationAdministrators(Endpoint):
    actions = {"GET": OrganisationAction.SEE_RECORD, "POST": OrganisationAction.SET_ADMINISTRATORS}
    browser_only = frozenset({"POST"})
    asks = Nothing

    @extend_schema(responses=page_of(shapes.OrganisationAdministratorOut))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """List present and past administrators, latest first."""
        rows = list_administrators_of(self.actor, organisation_id)
        page = paginate(request, rows, order=LATEST_FIRST, present=_show_administrators)
        access_log.record_administrator_reads(self.actor, page["items"], AccessMode.LIST)
        return answer(page)

    @extend_schema(
        request=NameAdministratorIn, responses={201: shape_of(shapes.OrganisationAdministratorOut)}
    )
    def post(self, request: Request, organisation_id: UUID) -> Response:
        """Make a person administrator of the organisation and its units.

        Needs fresh reauthentication.
        """
        data = self.parse(NameAdministratorIn)
        require_proof(self)
        row = name_administrator(actor=self.actor, organisation_id=organisation_id, **data)
        return answer(presenters.show_administrator(row), status=201)


class EndAdministratorIn(StrictSerializer):
    """The reason is shown to the person."""

    reason = PlainText(max_length=REASON_LENGTH)


class OneOrganisationAdministrator(Endpoint):
    actions = {"DELETE": OrganisationAction.SET_ADMINISTRATORS}
    browser_only = frozenset({"DELETE"})
    deletes_with = EndAdministratorIn

    @extend_schema(request=EndAdministratorIn, responses={204: None})
    def delete(self, request: Request, organisation_id: UUID, administrator_id: UUID) -> Response:
        """End an administration at once; mandates that they gave stay.

        Needs fresh reauthentication.
        """
        reason = self.parse(EndAdministratorIn)["reason"]
        require_proof(self)
        end_administrator(
            actor=self.actor,
            organisation_id=organisation_id,
            administrator_id=administrator_id,
            reason=reason,
        )
        return answer(None, status=204)


COLUMN_OF_FIELD = {"territories": "territory_ids", "parent": "parent_id"} | {
    one: f"{one}_uk" for one in BILINGUAL_FIELDS
}


def _to_columns(data: dict[str, Any]) -> dict[str, Any]:
    return {COLUMN_OF_FIELD.get(name, name): value for name, value in data.items()}


def _to_conditions(asked: dict[str, Any]) -> dict[str, Any]:
    """Return query parameters as conditions on columns."""
    conditions = {"territory": "territories"}
    found = {conditions.get(name, name): value for name, value in asked.items() if name != "verified"}
    if "verified" in asked:
        found["verified_at__isnull"] = asked["verified"] == "false"
    return found


def _show_administrators(rows: list[OrganisationAdministrator]) -> list[shapes.OrganisationAdministratorOut]:
    return [presenters.show_administrator(row) for row in rows]


def _show_revoked_verifications(rows: list[WithdrawnMark]) -> list[shapes.WithdrawnMarkOut]:
    return [presenters.show_revoked_verification(row) for row in rows]
