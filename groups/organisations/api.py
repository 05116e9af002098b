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
from groups.organisations.models import Organisation, Sector
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
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    Page,
    PlainText,
    Show,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    page_of,
    paginate,
    read_snapshot,
)

BY_NAME, LATEST_FIRST = ("name_key", "id"), ("-id",)
NAME_LENGTH, SHORT_LENGTH, ADDRESS_LENGTH, DOCUMENT_LENGTH, WORDS_LENGTH = 200, 80, 300, 300, 100
REASON_LENGTH, EMAIL_LENGTH, MOST_TERRITORIES = 1000, 254, 100


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
    parent = StrictUuid(source="parent_id", required=False, allow_null=True)  # type: ignore[assignment]


class RegisterOrganisationIn(OrganisationIn):
    """`on_behalf` continues «від імені …». Without territories it belongs to the whole country."""

    name = PlainText(source="name_uk", max_length=NAME_LENGTH)
    short_name = PlainText(source="short_name_uk", max_length=SHORT_LENGTH)
    on_behalf = PlainText(source="on_behalf_uk", max_length=NAME_LENGTH)
    sector = serializers.ChoiceField(Sector.choices)
    territories = serializers.ListField(
        source="territory_ids", child=StrictUuid(), max_length=MOST_TERRITORIES
    )


class EditOrganisationIn(OrganisationIn):
    """Fields that are left out keep their values."""

    name = PlainText(source="name_uk", max_length=NAME_LENGTH, required=False)
    short_name = PlainText(source="short_name_uk", max_length=SHORT_LENGTH, required=False)
    on_behalf = PlainText(source="on_behalf_uk", max_length=NAME_LENGTH, required=False)
    sector = serializers.ChoiceField(Sector.choices, required=False)
    territories = serializers.ListField(
        source="territory_ids", child=StrictUuid(), max_length=MOST_TERRITORIES, required=False
    )


def show_organisation(actor: Actor, organisation_id: UUID) -> Answer[shapes.OrganisationOut]:
    """Return the answer with one organisation as `actor` sees it."""
    with read_snapshot():
        row = get_organisation_for(actor, organisation_id)
        (out,) = presenters.show_organisations([row], actor)
        return answer(out, version=row.version)


class Organisations(Endpoint):
    """POST: Register an organisation in the territories in which it works."""

    actions = {"GET": OrganisationAction.READ}
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

    post = Write(
        TerritoryAction.REGISTER_ORGANISATION,
        register_organisation,
        body=RegisterOrganisationIn,
        shows=show_organisation,
        status=201,
    )

    def _present(self, rows: list[Organisation]) -> list[shapes.OrganisationOut]:
        return presenters.show_organisations(rows, self.actor)


class OrganisationDetails(Endpoint):
    """GET: Return one organisation.

    PATCH: Change its names, its territories or its parent.
    """

    get = Show(OrganisationAction.READ, show_organisation)

    patch = Write(
        OrganisationAction.EDIT,
        edit_organisation,
        body=EditOrganisationIn,
        body_as="changes",
        shows=show_organisation,
        versioned=True,
    )


class ContactsIn(StrictSerializer):
    """Fields that are left out keep their values; an empty one is cleared."""

    phone = Phone()
    email = Email()
    website = Website()
    address = OptionalText(ADDRESS_LENGTH, source="address_uk")
    address_en = OptionalText(ADDRESS_LENGTH)


class OrganisationContacts(Endpoint):
    """PATCH: Update the contact details of an organisation."""

    patch = Write(
        OrganisationAction.EDIT_CONTACTS,
        update_contacts,
        body=ContactsIn,
        body_as="changes",
        shows=show_organisation,
        versioned=True,
    )


class VerifyIn(StrictSerializer):
    document = PlainText(max_length=DOCUMENT_LENGTH)


class WithdrawMarkIn(StrictSerializer):
    reason = PlainText(max_length=REASON_LENGTH)


class OrganisationVerification(Endpoint):
    """The verification that an organisation is what it claims to be.

    GET: List revoked verifications with documents and reasons, latest first.

    POST: Verify an organisation by a document.

    DELETE: Revoke the verification; the reason is kept.
    """

    get = Page(
        OrganisationAction.SEE_RECORD,
        list_revoked_verifications_of,
        shows=presenters.show_revoked_verification,
        order=LATEST_FIRST,
    )

    post = Write(
        OrganisationAction.VERIFY, verify_organisation, body=VerifyIn, shows=show_organisation, versioned=True
    )

    delete = Write(
        OrganisationAction.WITHDRAW_MARK,
        revoke_verification,
        body=WithdrawMarkIn,
        shows=show_organisation,
        versioned=True,
    )


class NameAdministratorIn(StrictSerializer):
    """Either `person`, an id, or `email`, the address with which the person signs in."""

    person = StrictUuid(source="person_id", required=False, allow_null=True)
    email = PlainText(max_length=EMAIL_LENGTH, required=False, allow_blank=True)
    document = PlainText(max_length=DOCUMENT_LENGTH)


class OrganisationAdministrators(Endpoint):
    """GET: List present and past administrators, latest first.

    POST: Make a person administrator of the organisation and its units.

    Needs fresh reauthentication.
    """

    records = {"GET": access_log.record_administrator_reads}
    browser_only = frozenset({"POST"})

    get = Page(
        OrganisationAction.SEE_RECORD,
        list_administrators_of,
        shows=presenters.show_administrator,
        order=LATEST_FIRST,
    )

    post = Write(
        OrganisationAction.SET_ADMINISTRATORS,
        name_administrator,
        body=NameAdministratorIn,
        check=require_proof,
        shows=presenters.show_administrator,
        status=201,
    )


class EndAdministratorIn(StrictSerializer):
    """The reason is shown to the person."""

    reason = PlainText(max_length=REASON_LENGTH)


class OneOrganisationAdministrator(Endpoint):
    """DELETE: End an administration at once; mandates that they gave stay.

    Needs fresh reauthentication.
    """

    browser_only = frozenset({"DELETE"})

    delete = Write(
        OrganisationAction.SET_ADMINISTRATORS, end_administrator, body=EndAdministratorIn, check=require_proof
    )


def _to_conditions(asked: dict[str, Any]) -> dict[str, Any]:
    """Return query parameters as conditions on columns."""
    conditions = {"territory": "territories"}
    found = {conditions.get(name, name): value for name, value in asked.items() if name != "verified"}
    if "verified" in asked:
        found["verified_at__isnull"] = asked["verified"] == "false"
    return found
