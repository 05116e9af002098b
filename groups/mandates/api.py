"""Giving, changing, ending mandates and letting them pass on, over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.mandates import access_log, presenters
from groups.mandates.deputies import drop_usual_deputy
from groups.mandates.models import Deputyship, Mandate, MandateState
from groups.mandates.own_posts import take_step
from groups.mandates.policies import MandateAction
from groups.mandates.post_selectors import (
    ending_mandates,
    get_mandate_for,
    get_post_for,
    mandates_of,
    people_to_appoint,
)
from groups.mandates.services import edit_mandate, end_mandate, rest_mandate, resume_mandate
from groups.organisations.policies import OrganisationAction
from viche.accounts.approvals.api import ApprovalOut, present_approval
from viche.accounts.approvals.models import Approval
from viche.kernel.api import (
    Endpoint,
    NameAsked,
    Nothing,
    PlainText,
    StrictDate,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    list_of,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.reads import Way

POSITION_LENGTH, DOCUMENT_LENGTH, REASON_LENGTH, EMAIL_LENGTH = 200, 300, 1000, 254


class NamedIn(StrictSerializer):
    """Either `person`, an id, or `email`, the address with which somebody signs in."""

    person = StrictUuid(source="person_id", required=False, allow_null=True)
    email = PlainText(max_length=EMAIL_LENGTH, required=False, allow_blank=True)


class WhoIn(NamedIn):
    """The same, by a document, until a day."""

    document = PlainText(max_length=DOCUMENT_LENGTH)
    ends_on = StrictDate(required=False, allow_null=True)


class GiveMandateIn(WhoIn):
    """Positions in Ukrainian; `position_en` in English, where it differs. Days are inclusive."""

    position = PlainText(source="position_uk", max_length=POSITION_LENGTH)
    position_en = PlainText(max_length=POSITION_LENGTH, required=False, allow_blank=True)
    starts_on = StrictDate()


class PassOnIn(WhoIn):
    """The successor holds the post from today; whoever held it is told the `reason`."""

    reason = PlainText(max_length=REASON_LENGTH)


class EditMandateIn(StrictSerializer):
    """What is left out stays."""

    position = PlainText(source="position_uk", max_length=POSITION_LENGTH, required=False)
    position_en = PlainText(max_length=POSITION_LENGTH, required=False, allow_blank=True)
    document = PlainText(max_length=DOCUMENT_LENGTH, required=False)
    starts_on = StrictDate(required=False)
    ends_on = StrictDate(required=False, allow_null=True)


class MoveMandateIn(StrictSerializer):
    """Letting it rest and ending it need a `reason`, which its holder is told."""

    to = serializers.ChoiceField([MandateState.ACTIVE, MandateState.RESTING, MandateState.ENDED])
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


# Where somebody names themselves, a second person confirms it: 202 with the request.
MADE_OR_REQUESTED = {201: shape(common_schemas.MandateDetails), 202: shape(ApprovalOut)}
NAMED_OR_REQUESTED = {200: shape(common_schemas.MandateDetails), 202: shape(ApprovalOut)}


class MandateEndpoint(Endpoint):
    """Answers with one mandate as the actor sees it."""

    def mandate(self, mandate_id: UUID, status: int = 200) -> Response:
        with snapshot():
            row = get_post_for(self.actor, mandate_id)
            (out,) = presenters.details([row], self.actor)
        access_log.note_mandates(self.actor, [out], Way.PAGE)
        return answer(out, status=status, version=row.version)

    def mandate_or_request(self, made: Mandate | Deputyship | Approval, status: int = 200) -> Response:
        """Answer with the mandate, or with 202 and the request that a second person has to confirm."""
        if isinstance(made, Approval):
            return answer(present_approval(self.actor, made), status=202)
        return self.mandate(made.pk, status)


class OrganisationMandates(MandateEndpoint):
    actions = {"GET": MandateAction.READ, "POST": OrganisationAction.APPOINT}
    created = "mandates/{id}"
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.MandateDetails))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """The mandates of an organisation that the reader knows of, the latest first."""
        with snapshot():
            rows = mandates_of(self.actor, organisation_id)
            page = keyset_page(request, rows, order=("-starts_on", "-id"), present=self._present)
        access_log.note_mandates(self.actor, page["items"], Way.LIST)
        return answer(page)

    @extend_schema(request=GiveMandateIn, responses=MADE_OR_REQUESTED)
    def post(self, request: Request, organisation_id: UUID) -> Response:
        """Let somebody act for the organisation. Naming oneself takes a second person: 202."""
        data = self.parse(GiveMandateIn)
        made = take_step(actor=self.actor, step="appoint", organisation_id=organisation_id, **data)
        return self.mandate_or_request(made, status=201)

    def _present(self, rows: list[Mandate]) -> list[common_schemas.MandateDetails]:
        return presenters.details(rows, self.actor)


class EndingMandates(Endpoint):
    actions = {"GET": MandateAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.MandateDetails))
    def get(self, request: Request, territory_id: UUID) -> Response:
        """The mandates in a territory, as far as the reader knows them, that end within a month."""
        with snapshot():
            rows = ending_mandates(self.actor, territory_id)
            page = keyset_page(request, rows, order=("ends_on", "id"), present=self._present)
        access_log.note_mandates(self.actor, page["items"], Way.LIST)
        return answer(page)

    def _present(self, rows: list[Mandate]) -> list[common_schemas.MandateDetails]:
        return presenters.details(rows, self.actor)


class OrganisationCandidates(Endpoint):
    actions = {"GET": OrganisationAction.APPOINT}
    asks = NameAsked

    @extend_schema(responses=list_of(common_schemas.PersonRef))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """Whom the reader could give a mandate: people they know, by name, twenty at most."""
        found = people_to_appoint(self.actor, organisation_id, self.asked["q"])
        return answer({"items": [common_presenters.person(one) for one in found]})


class MandateDetails(MandateEndpoint):
    actions = {"GET": MandateAction.READ, "PATCH": MandateAction.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape(common_schemas.MandateDetails))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """One mandate."""
        return self.mandate(mandate_id)

    @extend_schema(request=EditMandateIn, responses=shape(common_schemas.MandateDetails))
    def patch(self, request: Request, mandate_id: UUID) -> Response:
        """Change its position, document or term."""
        version, changes = self.expected_version(), self.parse(EditMandateIn)
        edit_mandate(actor=self.actor, mandate_id=mandate_id, changes=changes, expected_version=version)
        return self.mandate(mandate_id)


class MandateDeputy(MandateEndpoint):
    """Who usually stands in; when they act, an absence says."""

    actions = {"PUT": MandateAction.NAME_DEPUTY, "DELETE": MandateAction.NAME_DEPUTY}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(request=NamedIn, responses=NAMED_OR_REQUESTED)
    def put(self, request: Request, mandate_id: UUID) -> Response:
        """Name the usual deputy, in place of the one before."""
        version, data = self.expected_version(), self.parse(NamedIn)
        facts = {"mandate_id": mandate_id, "expected_version": version, **data}
        return self.mandate_or_request(take_step(actor=self.actor, step="name_deputy", **facts))

    @extend_schema(responses=shape(common_schemas.MandateDetails))
    def delete(self, request: Request, mandate_id: UUID) -> Response:
        """Let nobody be named any more."""
        drop_usual_deputy(actor=self.actor, mandate_id=mandate_id, expected_version=self.expected_version())
        return self.mandate(mandate_id)


class MandateTransitions(MandateEndpoint):
    """The states of a mandate. Each step has its own right; `allowed` names those that are open."""

    actions = {"POST": MandateAction.READ}
    scopes = {"POST": ("groups:read", "groups:write")}
    conditional = frozenset({"POST"})

    @extend_schema(request=MoveMandateIn, responses=shape(common_schemas.MandateDetails))
    def post(self, request: Request, mandate_id: UUID) -> Response:
        """Let it rest, resume it, or end it; what it gave comes and goes in the same second."""
        version, data = self.expected_version(), self.parse(MoveMandateIn)
        facts: dict[str, Any] = {"mandate_id": mandate_id, "expected_version": version}
        if data["to"] == MandateState.ACTIVE:
            resume_mandate(actor=self.actor, **facts)
        else:
            step = rest_mandate if data["to"] == MandateState.RESTING else end_mandate
            step(actor=self.actor, reason=data["reason"], **facts)
        return self.mandate(mandate_id)


class MandateSuccession(MandateEndpoint):
    """A post that passes on from one person to another."""

    actions = {"GET": MandateAction.PASS_ON, "POST": MandateAction.PASS_ON}
    created = "mandates/{id}"
    conditional = frozenset({"POST"})

    @extend_schema(responses=shape(common_schemas.SuccessionOut))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """What would pass on."""
        with snapshot():
            row = get_mandate_for(self.actor, mandate_id, MandateAction.PASS_ON)
            return answer(presenters.succession(row, self.actor), version=row.version)

    @extend_schema(request=PassOnIn, responses=MADE_OR_REQUESTED)
    def post(self, request: Request, mandate_id: UUID) -> Response:
        """Let it pass on in one step; answers with the mandate of the successor."""
        version, data = self.expected_version(), self.parse(PassOnIn)
        facts = {"mandate_id": mandate_id, "expected_version": version, **data}
        return self.mandate_or_request(take_step(actor=self.actor, step="pass_on", **facts), status=201)
