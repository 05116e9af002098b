"""Organisations over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common.contact_fields import Email, Phone, Website, Words
from groups.organisations import access_log, presenters, schemas as shapes
from groups.organisations.administrators import end_administrator, name_administrator
from groups.organisations.models import Organisation, OrganisationAdministrator, Sector, WithdrawnMark
from groups.organisations.policies import OrganisationAction
from groups.organisations.selectors import (
    administrators_of,
    get_organisation_for,
    organisations_for,
    withdrawn_marks_of,
)
from groups.organisations.services import (
    edit_contacts,
    edit_organisation,
    register_organisation,
    verify_organisation,
    withdraw_mark,
)
from groups.territories.policies import TerritoryAction
from viche.accounts.api.proof import require_proof
from viche.kernel.api import (
    Endpoint,
    Nothing,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.reads import Way

BY_NAME, LATEST_FIRST = ("name_key", "id"), ("-id",)
NAME_LENGTH, SHORT_LENGTH, ADDRESS_LENGTH, DOCUMENT_LENGTH, WORDS_LENGTH = 200, 80, 300, 300, 100
REASON_LENGTH, EMAIL_LENGTH, MOST_TERRITORIES = 1000, 254, 100
# Fields of the body that the tables have in two languages.
IN_UKRAINIAN = ("name", "short_name", "on_behalf", "address")


class OrganisationsQuery(StrictSerializer):
    """`territory`: works in that one by name; `inside`: in it or anywhere inside. `q`: a part of the name.
    `appointed_by`: those for which the reader names the representatives.
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
    """Words in Ukrainian; those with `_en` in English, where they differ. `parent` makes it a unit."""

    name_en = Words(NAME_LENGTH)
    short_name_en = Words(SHORT_LENGTH)
    on_behalf_en = Words(NAME_LENGTH)
    parent = StrictUuid(required=False, allow_null=True)  # type: ignore[assignment]


class RegisterOrganisationIn(OrganisationIn):
    """`on_behalf` continues «від імені …». Without territories it is of the whole country."""

    name = PlainText(max_length=NAME_LENGTH)
    short_name = PlainText(max_length=SHORT_LENGTH)
    on_behalf = PlainText(max_length=NAME_LENGTH)
    sector = serializers.ChoiceField(Sector.choices)
    territories = serializers.ListField(child=StrictUuid(), max_length=MOST_TERRITORIES)


class EditOrganisationIn(OrganisationIn):
    """What is left out stays."""

    name = PlainText(max_length=NAME_LENGTH, required=False)
    short_name = PlainText(max_length=SHORT_LENGTH, required=False)
    on_behalf = PlainText(max_length=NAME_LENGTH, required=False)
    sector = serializers.ChoiceField(Sector.choices, required=False)
    territories = serializers.ListField(child=StrictUuid(), max_length=MOST_TERRITORIES, required=False)


class OrganisationEndpoint(Endpoint):
    """Answers with one organisation as the actor sees it."""

    def organisation(self, organisation_id: UUID, status: int = 200) -> Response:
        with snapshot():
            row = get_organisation_for(self.actor, organisation_id)
            (out,) = presenters.organisations([row], self.actor)
            return answer(out, status=status, version=row.version)


class Organisations(OrganisationEndpoint):
    actions = {"GET": OrganisationAction.READ, "POST": TerritoryAction.REGISTER_ORGANISATION}
    asks = OrganisationsQuery

    @extend_schema(responses=page_of(shapes.OrganisationOut))
    def get(self, request: Request) -> Response:
        """Organisations by name: of one sector, in one territory, verified or not yet."""
        asked = dict(self.asked)
        rows = organisations_for(
            self.actor,
            words=asked.pop("q", ""),
            inside=asked.pop("inside", None),
            administered=asked.pop("administered_by", None) == "me",
            appointed=asked.pop("appointed_by", None) == "me",
        )
        rows = rows.filter(**_narrowed(asked))
        return answer(keyset_page(request, rows, order=BY_NAME, present=self._present))

    @extend_schema(request=RegisterOrganisationIn, responses={201: shape(shapes.OrganisationOut)})
    def post(self, request: Request) -> Response:
        """Add an organisation to the territories in which it works."""
        row = register_organisation(actor=self.actor, **_columns(self.parse(RegisterOrganisationIn)))
        return self.organisation(row.id, status=201)

    def _present(self, rows: list[Organisation]) -> list[shapes.OrganisationOut]:
        return presenters.organisations(rows, self.actor)


class OrganisationDetails(OrganisationEndpoint):
    actions = {"GET": OrganisationAction.READ, "PATCH": OrganisationAction.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape(shapes.OrganisationOut))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """One organisation."""
        return self.organisation(organisation_id)

    @extend_schema(request=EditOrganisationIn, responses=shape(shapes.OrganisationOut))
    def patch(self, request: Request, organisation_id: UUID) -> Response:
        """Change what it is called, where it works, or of what it is a unit."""
        version, changes = self.expected_version(), _columns(self.parse(EditOrganisationIn))
        edit_organisation(
            actor=self.actor, organisation_id=organisation_id, changes=changes, expected_version=version
        )
        return self.organisation(organisation_id)


class ContactsIn(StrictSerializer):
    """What is left out stays; empty takes it away."""

    phone = Phone()
    email = Email()
    website = Website()
    address = Words(ADDRESS_LENGTH)
    address_en = Words(ADDRESS_LENGTH)


class OrganisationContacts(OrganisationEndpoint):
    actions = {"PATCH": OrganisationAction.EDIT_CONTACTS}
    conditional = frozenset({"PATCH"})

    @extend_schema(request=ContactsIn, responses=shape(shapes.OrganisationOut))
    def patch(self, request: Request, organisation_id: UUID) -> Response:
        """Change how it is reached."""
        version, changes = self.expected_version(), _columns(self.parse(ContactsIn))
        edit_contacts(
            actor=self.actor, organisation_id=organisation_id, changes=changes, expected_version=version
        )
        return self.organisation(organisation_id)


class VerifyIn(StrictSerializer):
    document = PlainText(max_length=DOCUMENT_LENGTH)


class WithdrawMarkIn(StrictSerializer):
    reason = PlainText(max_length=REASON_LENGTH)


class OrganisationVerification(OrganisationEndpoint):
    """The mark that an organisation is what it says."""

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
        """On what it was verified before, and why not any more, the latest first."""
        rows = withdrawn_marks_of(self.actor, organisation_id)
        return answer(keyset_page(request, rows, order=LATEST_FIRST, present=_withdrawn_marks))

    @extend_schema(request=VerifyIn, responses=shape(shapes.OrganisationOut))
    def post(self, request: Request, organisation_id: UUID) -> Response:
        """Verify it, on the strength of a document."""
        version, document = self.expected_version(), self.parse(VerifyIn)["document"]
        verify_organisation(
            actor=self.actor, organisation_id=organisation_id, document=document, expected_version=version
        )
        return self.organisation(organisation_id)

    @extend_schema(request=WithdrawMarkIn, responses=shape(shapes.OrganisationOut))
    def delete(self, request: Request, organisation_id: UUID) -> Response:
        """Take the mark back; the reason is kept."""
        version, reason = self.expected_version(), self.parse(WithdrawMarkIn)["reason"]
        withdraw_mark(
            actor=self.actor, organisation_id=organisation_id, reason=reason, expected_version=version
        )
        return self.organisation(organisation_id)


class NameAdministratorIn(StrictSerializer):
    """Either `person`, an id, or `email`, the address with which somebody signs in."""

    person = StrictUuid(source="person_id", required=False, allow_null=True)
    email = PlainText(max_length=EMAIL_LENGTH, required=False, allow_blank=True)
    document = PlainText(max_length=DOCUMENT_LENGTH)


class OrganisationAdministrators(Endpoint):
    actions = {"GET": OrganisationAction.SEE_RECORD, "POST": OrganisationAction.SET_ADMINISTRATORS}
    browser_only = frozenset({"POST"})
    asks = Nothing

    @extend_schema(responses=page_of(shapes.OrganisationAdministratorOut))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """Who names its representatives, and who did, the latest first."""
        rows = administrators_of(self.actor, organisation_id)
        page = keyset_page(request, rows, order=LATEST_FIRST, present=_administrators)
        access_log.note_administrators(self.actor, page["items"], Way.LIST)
        return answer(page)

    @extend_schema(request=NameAdministratorIn, responses={201: shape(shapes.OrganisationAdministratorOut)})
    def post(self, request: Request, organisation_id: UUID) -> Response:
        """Let somebody appoint for the organisation and its units. Needs a fresh proof of who asks."""
        data = self.parse(NameAdministratorIn)
        require_proof(self)
        row = name_administrator(actor=self.actor, organisation_id=organisation_id, **data)
        return answer(presenters.administrator(row), status=201)


class EndAdministratorIn(StrictSerializer):
    """The person is told the reason."""

    reason = PlainText(max_length=REASON_LENGTH)


class OneOrganisationAdministrator(Endpoint):
    actions = {"DELETE": OrganisationAction.SET_ADMINISTRATORS}
    browser_only = frozenset({"DELETE"})
    deletes_with = EndAdministratorIn

    @extend_schema(request=EndAdministratorIn, responses={204: None})
    def delete(self, request: Request, organisation_id: UUID, administrator_id: UUID) -> Response:
        """End it in the same second; the mandates that they gave stay. Needs a fresh proof of who asks."""
        reason = self.parse(EndAdministratorIn)["reason"]
        require_proof(self)
        end_administrator(
            actor=self.actor,
            organisation_id=organisation_id,
            administrator_id=administrator_id,
            reason=reason,
        )
        return answer(None, status=204)


NAMED = {"territories": "territory_ids", "parent": "parent_id"} | {one: f"{one}_uk" for one in IN_UKRAINIAN}


def _columns(data: dict[str, Any]) -> dict[str, Any]:
    return {NAMED.get(name, name): value for name, value in data.items()}


def _narrowed(asked: dict[str, Any]) -> dict[str, Any]:
    """Parameters of the address as conditions on columns."""
    conditions = {"territory": "territories"}
    found = {conditions.get(name, name): value for name, value in asked.items() if name != "verified"}
    if "verified" in asked:
        found["verified_at__isnull"] = asked["verified"] == "false"
    return found


def _administrators(rows: list[OrganisationAdministrator]) -> list[shapes.OrganisationAdministratorOut]:
    return [presenters.administrator(row) for row in rows]


def _withdrawn_marks(rows: list[WithdrawnMark]) -> list[shapes.WithdrawnMarkOut]:
    return [presenters.withdrawn_mark(row) for row in rows]
