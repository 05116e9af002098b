"""Services of requests for a seat."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.common.people import require_reason
from groups.common.periods import COUNTRY_ZONE, not_ended_q
from groups.initiative_groups.models import GroupState, InitiativeGroup
from groups.initiative_groups.selectors import get_known_group
from groups.joining.addresses import void_invitations_of
from groups.joining.events import SeatAskedFor
from groups.joining.models import Invitation, JoinRequest, RequestState
from groups.joining.policies import JoinRequestAction, JoinRequestPolicy
from groups.mandates.models import Mandate
from groups.mandates.selectors import find_active_mandate
from groups.mandates.services import appoint_mandate
from groups.memberships.services import start_membership
from groups.organisations.models import Organisation
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.seats.models import Membership, Role
from groups.seats.pending_requests import close_request
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Forbidden, Invalid
from viche.kernel.events import open_unit_of_work, record
from viche.kernel.policy import load, require_person
from viche.kernel.services import Reason, service

NO_POSITION = _("Say in which position you would sit at the table.")


@service(Reason.SELF)
def request_seat(
    *,
    actor: Actor,
    group_id: UUID,
    organisation_id: UUID,
    position_uk: str,
    position_en: str = "",
    words: str = "",
    invitation: Invitation | None = None,
    no_position: str | Promise = NO_POSITION,
) -> JoinRequest:
    """Request a seat for an organisation, in a group that the actor may know of or was invited to.

    Raises NotFound for an unknown group, Invalid (with `no_position` when the position is missing),
    PersonalData, Conflict for a person with a seat or a pending request there.
    """
    person_id = require_person(actor, "groups:write")
    known = invitation.group if invitation is not None else get_known_group(actor, group_id)
    group = InitiativeGroup.objects.select_for_update(no_key=True).get(pk=known.pk)
    _check_may_request(group, person_id)
    if not position_uk.strip():
        raise Invalid.field("/position", "blank", no_position)
    if not Organisation.objects.filter(pk=organisation_id).exists():
        raise Invalid.field("/organisation", "not_found", _("There is no such organisation."))
    actor = check_disclosure(actor, {"/words": words})
    try:
        with open_unit_of_work():
            request = JoinRequest.objects.create(
                group=group,
                person_id=person_id,
                organisation_id=organisation_id,
                role=Role.MEMBER if invitation is None else invitation.role,
                position_uk=position_uk,
                position_en=position_en,
                words=words,
                invitation=invitation,
            )
    except IntegrityError as error:
        raise Conflict("already_asked", _("You have asked already: wait for the answer.")) from error
    record(actor, SeatAskedFor(request_id=request.id, group_id=group.id, person_id=person_id))
    return request


def _check_may_request(group: InitiativeGroup, person_id: UUID) -> None:
    if group.state not in (GroupState.PROPOSED, GroupState.ACTIVE):
        raise Conflict("group_not_working", _("This group is not taking new members now."))
    taken = Membership.objects.filter(not_ended_q(now()), group=group, mandate__person=person_id)
    if taken.exists():
        raise Conflict("already_seated", _("You already sit in this group."))


@service(JoinRequestAction.ADMIT)
def admit_request(
    *,
    actor: Actor,
    request_id: UUID,
    role: Role | None = None,
    document: str = "",
    reason: str = "",
) -> JoinRequest:
    """Admit a request: give the seat, in the requested role or another one.

    A person without a mandate for the organisation is appointed by `document`, which needs the right to
    appoint. Raises Conflict when the seat was offered until a day that has passed, PersonalData for the
    reason.
    """
    # Not locked: the seat locks the mandate and the group first, and admission locks the request.
    request = load(JoinRequestPolicy(), actor, request_id, JoinRequestAction.ADMIT)
    until = _get_offer_end(request.invitation)
    mandate = find_active_mandate(request.person_id, request.organisation_id) or _appoint(
        actor, request, document
    )
    seat = start_membership(
        actor=actor,
        group_id=request.group_id,
        mandate_id=mandate.pk,
        role=role or Role(request.role),
        until=until,
        answer=reason,
    )
    request.refresh_from_db()
    if request.membership_id != seat.pk:
        raise Conflict("already_answered", _("Someone was faster: this request has already been answered."))
    return request


def _get_offer_end(invitation: Invitation | None) -> datetime | None:
    """Return when the offered seat ends. Raises Conflict when that has passed."""
    until = None if invitation is None else invitation.seat_until
    if until is not None and until <= now():
        raise Conflict(
            "offer_over",
            _("The seat was offered until a day that has passed. Decline the request, and invite them anew."),
        )
    return until


def _appoint(actor: Actor, request: JoinRequest, document: str) -> Mandate:
    if not OrganisationPolicy().can(actor, OrganisationAction.APPOINT, request.organisation):
        raise Forbidden(
            "may_not_appoint",
            _("They have no mandate for this organisation yet. Ask the coordinator to admit them."),
        )
    if not document.strip():
        raise Invalid.field("/document", "blank", _("Name the document that appoints them."))
    return appoint_mandate(
        actor=actor,
        person_id=request.person_id,
        organisation_id=request.organisation_id,
        position_uk=request.position_uk,
        position_en=request.position_en,
        document=document,
        starts_on=today(COUNTRY_ZONE),
        ends_on=None if request.invitation is None else request.invitation.ends_on,
    )


@service(JoinRequestAction.DECLINE)
def decline_request(*, actor: Actor, request_id: UUID, reason: str) -> JoinRequest:
    """Decline a request with a reason. The person reads it, by e-mail too, and may request again."""
    request = load(JoinRequestPolicy(), actor, request_id, JoinRequestAction.DECLINE, lock=True)
    reason = require_reason(reason)
    actor = check_disclosure(actor, {"/reason": reason})
    return close_request(actor, request, RequestState.DECLINED, reason)


@service(JoinRequestAction.WITHDRAW)
def withdraw_request(*, actor: Actor, request_id: UUID) -> JoinRequest:
    """Withdraw one's own request."""
    request = load(JoinRequestPolicy(), actor, request_id, JoinRequestAction.WITHDRAW, lock=True)
    return close_request(actor, request, RequestState.WITHDRAWN)


@service(Reason.SYSTEM)
def withdraw_requests_of(*, actor: Actor, person_id: UUID) -> None:
    """Withdraw the pending requests of a person on their behalf."""
    waiting = JoinRequest.objects.filter(person=person_id, state=RequestState.PENDING).order_by("pk")
    for request in waiting.select_for_update(no_key=True):
        close_request(actor, request, RequestState.WITHDRAWN)


@service(Reason.SYSTEM)
def erase_joining_of(*, actor: Actor, person_id: UUID) -> None:
    """Withdraw a person's requests, erase their texts and answers, and revoke invitations to them."""
    withdraw_requests_of(actor=actor, person_id=person_id)
    JoinRequest.objects.filter(person=person_id).update(words="", reason="")
    void_invitations_of(actor=actor, person_id=person_id)
