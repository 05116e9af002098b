"""Mandates: appoint, change, suspend, end and transfer them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.mandates import access_log, presenters
from groups.mandates.deputies import remove_usual_deputy
from groups.mandates.models import Deputyship, Mandate, MandateState
from groups.mandates.own_posts import appoint_or_request_approval
from groups.mandates.policies import MandateAction
from groups.mandates.post_selectors import (
    get_mandate_for,
    get_post_for,
    list_ending_mandates,
    list_mandates_of,
    list_people_to_appoint,
)
from groups.mandates.services import edit_mandate, end_mandate, resume_mandate, suspend_mandate
from groups.organisations.policies import OrganisationAction
from viche.accounts.approvals.api import ApprovalOut, present_approval
from viche.accounts.approvals.models import Approval
from viche.kernel.access_log import AccessMode
from viche.kernel.api import (
    Endpoint,
    NameAsked,
    Nothing,
    PlainText,
    StrictDate,
    StrictSerializer,
    StrictUuid,
    answer,
    list_of,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)

POSITION_LENGTH, DOCUMENT_LENGTH, REASON_LENGTH, EMAIL_LENGTH = 200, 300, 1000, 254


class NamedIn(StrictSerializer):
    """Either `person`, an id, or `email`, the address with which the person signs in."""

    person = StrictUuid(source="person_id", required=False, allow_null=True)
    email = PlainText(max_length=EMAIL_LENGTH, required=False, allow_blank=True)


class WhoIn(NamedIn):
    """A person, by a document, until a day."""

    document = PlainText(max_length=DOCUMENT_LENGTH)
    ends_on = StrictDate(required=False, allow_null=True)


class GiveMandateIn(WhoIn):
    """Positions in Ukrainian; `position_en` in English, where it differs. Days are inclusive."""

    position = PlainText(source="position_uk", max_length=POSITION_LENGTH)
    position_en = PlainText(max_length=POSITION_LENGTH, required=False, allow_blank=True)
    starts_on = StrictDate()


class PassOnIn(WhoIn):
    """The successor holds the post from today; the `reason` is shown to the predecessor."""

    reason = PlainText(max_length=REASON_LENGTH)


class EditMandateIn(StrictSerializer):
    """Fields that are left out keep their values."""

    position = PlainText(source="position_uk", max_length=POSITION_LENGTH, required=False)
    position_en = PlainText(max_length=POSITION_LENGTH, required=False, allow_blank=True)
    document = PlainText(max_length=DOCUMENT_LENGTH, required=False)
    starts_on = StrictDate(required=False)
    ends_on = StrictDate(required=False, allow_null=True)


class MoveMandateIn(StrictSerializer):
    """Suspending and ending need a `reason`, which is shown to the holder."""

    to = serializers.ChoiceField([MandateState.ACTIVE, MandateState.RESTING, MandateState.ENDED])
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


# An appointment of oneself needs confirmation by a second person: 202 with the request.
MADE_OR_REQUESTED = {201: shape_of(common_schemas.MandateDetails), 202: shape_of(ApprovalOut)}
NAMED_OR_REQUESTED = {200: shape_of(common_schemas.MandateDetails), 202: shape_of(ApprovalOut)}


class MandateEndpoint(Endpoint):
    """Endpoints that answer with one mandate as the actor sees it."""

    def mandate(self, mandate_id: UUID, status: int = 200) -> Response:
        with read_snapshot():
            row = get_post_for(self.actor, mandate_id)
            (out,) = presenters.show_mandates([row], self.actor)
        access_log.record_mandate_reads(self.actor, [out], AccessMode.PAGE)
        return answer(out, status=status, version=row.version)

    def answer_mandate_or_request(self, made: Mandate | Deputyship | Approval, status: int = 200) -> Response:
        """Answer with the mandate, or with 202 and the request that a second person must confirm."""
        if isinstance(made, Approval):
            return answer(present_approval(self.actor, made), status=202)
        return self.mandate(made.pk, status)


class OrganisationMandates(MandateEndpoint):
    actions = {"GET": MandateAction.READ, "POST": OrganisationAction.APPOINT}
    created = "mandates/{id}"
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.MandateDetails))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """List the organisation's mandates that you may know of, latest first."""
        with read_snapshot():
            rows = list_mandates_of(self.actor, organisation_id)
            page = paginate(request, rows, order=("-starts_on", "-id"), present=self._present)
        access_log.record_mandate_reads(self.actor, page["items"], AccessMode.LIST)
        return answer(page)

    @extend_schema(request=GiveMandateIn, responses=MADE_OR_REQUESTED)
    def post(self, request: Request, organisation_id: UUID) -> Response:
        """Appoint a representative of the organisation.

        Appointing yourself needs confirmation by a second person: 202.
        """
        data = self.parse(GiveMandateIn)
        made = appoint_or_request_approval(
            actor=self.actor, step="appoint", organisation_id=organisation_id, **data
        )
        return self.answer_mandate_or_request(made, status=201)

    def _present(self, rows: list[Mandate]) -> list[common_schemas.MandateDetails]:
        return presenters.show_mandates(rows, self.actor)


class EndingMandates(Endpoint):
    actions = {"GET": MandateAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.MandateDetails))
    def get(self, request: Request, territory_id: UUID) -> Response:
        """List mandates in a territory that end within a month, as far as you may know of them."""
        with read_snapshot():
            rows = list_ending_mandates(self.actor, territory_id)
            page = paginate(request, rows, order=("ends_on", "id"), present=self._present)
        access_log.record_mandate_reads(self.actor, page["items"], AccessMode.LIST)
        return answer(page)

    def _present(self, rows: list[Mandate]) -> list[common_schemas.MandateDetails]:
        return presenters.show_mandates(rows, self.actor)


class OrganisationCandidates(Endpoint):
    actions = {"GET": OrganisationAction.APPOINT}
    asks = NameAsked

    @extend_schema(responses=list_of(common_schemas.PersonRef))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """List people to whom you could give a mandate, by name, twenty at most."""
        found = list_people_to_appoint(self.actor, organisation_id, self.asked["q"])
        return answer({"items": [common_presenters.show_person(one) for one in found]})


class MandateDetails(MandateEndpoint):
    actions = {"GET": MandateAction.READ, "PATCH": MandateAction.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape_of(common_schemas.MandateDetails))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """Return one mandate."""
        return self.mandate(mandate_id)

    @extend_schema(request=EditMandateIn, responses=shape_of(common_schemas.MandateDetails))
    def patch(self, request: Request, mandate_id: UUID) -> Response:
        """Change position, document or term of a mandate."""
        version, changes = self.expected_version(), self.parse(EditMandateIn)
        edit_mandate(actor=self.actor, mandate_id=mandate_id, changes=changes, expected_version=version)
        return self.mandate(mandate_id)


class MandateDeputy(MandateEndpoint):
    """The usual deputy; they act only during a deputyship."""

    actions = {"PUT": MandateAction.NAME_DEPUTY, "DELETE": MandateAction.NAME_DEPUTY}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(request=NamedIn, responses=NAMED_OR_REQUESTED)
    def put(self, request: Request, mandate_id: UUID) -> Response:
        """Set the usual deputy, in place of the previous one."""
        version, data = self.expected_version(), self.parse(NamedIn)
        facts = {"mandate_id": mandate_id, "expected_version": version, **data}
        return self.answer_mandate_or_request(
            appoint_or_request_approval(actor=self.actor, step="name_deputy", **facts)
        )

    @extend_schema(responses=shape_of(common_schemas.MandateDetails))
    def delete(self, request: Request, mandate_id: UUID) -> Response:
        """Remove the usual deputy."""
        remove_usual_deputy(actor=self.actor, mandate_id=mandate_id, expected_version=self.expected_version())
        return self.mandate(mandate_id)


class MandateTransitions(MandateEndpoint):
    """The states of a mandate.

    Each step has its own permission; `allowed` lists those that are open.
    """

    actions = {"POST": MandateAction.READ}
    scopes = {"POST": ("groups:read", "groups:write")}
    conditional = frozenset({"POST"})

    @extend_schema(request=MoveMandateIn, responses=shape_of(common_schemas.MandateDetails))
    def post(self, request: Request, mandate_id: UUID) -> Response:
        """Suspend, resume or end a mandate; the access it gives follows at once."""
        version, data = self.expected_version(), self.parse(MoveMandateIn)
        facts: dict[str, Any] = {"mandate_id": mandate_id, "expected_version": version}
        if data["to"] == MandateState.ACTIVE:
            resume_mandate(actor=self.actor, **facts)
        else:
            step = suspend_mandate if data["to"] == MandateState.RESTING else end_mandate
            step(actor=self.actor, reason=data["reason"], **facts)
        return self.mandate(mandate_id)


class MandateSuccession(MandateEndpoint):
    """The transfer of a post from one person to another."""

    actions = {"GET": MandateAction.PASS_ON, "POST": MandateAction.PASS_ON}
    created = "mandates/{id}"
    conditional = frozenset({"POST"})

    @extend_schema(responses=shape_of(common_schemas.SuccessionOut))
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """Return what a transfer would hand over."""
        with read_snapshot():
            row = get_mandate_for(self.actor, mandate_id, MandateAction.PASS_ON)
            return answer(presenters.show_succession(row, self.actor), version=row.version)

    @extend_schema(request=PassOnIn, responses=MADE_OR_REQUESTED)
    def post(self, request: Request, mandate_id: UUID) -> Response:
        """Transfer the post in one step; answers with the successor's mandate."""
        version, data = self.expected_version(), self.parse(PassOnIn)
        facts = {"mandate_id": mandate_id, "expected_version": version, **data}
        return self.answer_mandate_or_request(
            appoint_or_request_approval(actor=self.actor, step="pass_on", **facts), status=201
        )
