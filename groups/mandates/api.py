"""Mandates: appoint, change, suspend, end and transfer them."""

from __future__ import annotations

from functools import partial
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
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    Listing,
    NameAsked,
    Page,
    PlainText,
    Show,
    StrictDate,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
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


def show_mandate(actor: Actor, mandate_id: UUID) -> Answer[common_schemas.MandateDetails]:
    """Return the answer with one mandate as `actor` sees it."""
    with read_snapshot():
        row = get_post_for(actor, mandate_id)
        (out,) = presenters.show_mandates([row], actor)
    return answer(out, version=row.version)


def _show_mandate_or_request(actor: Actor, made: Mandate | Deputyship | Approval) -> Answer[Any]:
    """Return the mandate, or 202 with the request that a second person must confirm."""
    if isinstance(made, Approval):
        return answer(present_approval(actor, made), status=202, of=None)
    return show_mandate(actor, made.pk)


def _show_succession(actor: Actor, mandate_id: UUID) -> Answer[common_schemas.SuccessionOut]:
    with read_snapshot():
        row = get_mandate_for(actor, mandate_id, MandateAction.PASS_ON)
        return answer(presenters.show_succession(row, actor), version=row.version)


class OrganisationMandates(Endpoint):
    """GET: List the organisation's mandates that you may know of, latest first.

    POST: Appoint a representative of the organisation.

    Appointing yourself needs confirmation by a second person: 202.
    """

    records = access_log.record_mandate_reads
    created = "mandates/{id}"

    get = Page(
        MandateAction.READ, list_mandates_of, shows=presenters.show_mandates, order=("-starts_on", "-id")
    )

    post = Write(
        OrganisationAction.APPOINT,
        partial(appoint_or_request_approval, step="appoint"),
        body=GiveMandateIn,
        shows=_show_mandate_or_request,
        responses=MADE_OR_REQUESTED,
        status=201,
    )


class EndingMandates(Endpoint):
    """GET: List mandates in a territory that end within a month, as far as you may know of them."""

    records = access_log.record_mandate_reads

    get = Page(
        MandateAction.READ, list_ending_mandates, shows=presenters.show_mandates, order=("ends_on", "id")
    )


class OrganisationCandidates(Endpoint):
    """GET: List people to whom you could give a mandate, by name, twenty at most."""

    asks = NameAsked

    get = Listing(OrganisationAction.APPOINT, list_people_to_appoint, shows=common_presenters.show_person)


class MandateDetails(Endpoint):
    """GET: Return one mandate.

    PATCH: Change position, document or term of a mandate.
    """

    records = access_log.record_mandate_reads

    get = Show(MandateAction.READ, show_mandate)

    patch = Write(
        MandateAction.EDIT,
        edit_mandate,
        body=EditMandateIn,
        body_as="changes",
        shows=show_mandate,
        versioned=True,
    )


class MandateDeputy(Endpoint):
    """The usual deputy; they act only during a deputyship.

    PUT: Set the usual deputy, in place of the previous one.

    DELETE: Remove the usual deputy.
    """

    records = access_log.record_mandate_reads

    put = Write(
        MandateAction.NAME_DEPUTY,
        partial(appoint_or_request_approval, step="name_deputy"),
        body=NamedIn,
        shows=_show_mandate_or_request,
        responses=NAMED_OR_REQUESTED,
        versioned=True,
    )

    delete = Write(MandateAction.NAME_DEPUTY, remove_usual_deputy, shows=show_mandate, versioned=True)


class MandateTransitions(Endpoint):
    """The states of a mandate.

    Each step has its own permission; `allowed` lists those that are open.
    """

    records = access_log.record_mandate_reads

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
        return show_mandate(self.actor, mandate_id)


class MandateSuccession(Endpoint):
    """The transfer of a post from one person to another.

    GET: Return what a transfer would hand over.

    POST: Transfer the post in one step; answers with the successor's mandate.
    """

    records = {"POST": access_log.record_mandate_reads}

    created = "mandates/{id}"

    get = Show(MandateAction.PASS_ON, _show_succession)

    post = Write(
        MandateAction.PASS_ON,
        partial(appoint_or_request_approval, step="pass_on"),
        body=PassOnIn,
        shows=_show_mandate_or_request,
        responses=MADE_OR_REQUESTED,
        status=201,
        versioned=True,
    )
