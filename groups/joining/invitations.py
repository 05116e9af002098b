"""Invitations into a group by link, and their acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.periods import COUNTRY_ZONE, find_earliest, get_day_end
from groups.common.texts import APPOINTS_ONE, MAY_NOT_APPOINT
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.emails import LETTER_WAITS, send_invitation_email
from groups.joining.events import InvitationMade, InvitationSent, InvitationUsed
from groups.joining.join_requests import NO_POSITION, request_seat
from groups.joining.models import Invitation, JoinRequest
from groups.joining.policies import InvitationAction, InvitationPolicy
from groups.joining.selectors import get_invitation, list_pending_letters
from groups.mandates.models import Mandate
from groups.mandates.own_seats import OwnPost
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.mandates.selectors import find_active_mandate
from groups.mandates.services import appoint_mandate
from groups.memberships.services import start_membership
from groups.organisations.models import Organisation
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.seats.models import Membership, Role
from groups.seats.pending_requests import revoke_invitation_link
from viche.accounts.emails import validate_email_address
from viche.accounts.models import User
from viche.accounts.token_secrets import digest_of, generate_link_secret
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import open_unit_of_work, record
from viche.kernel.policy import load, require_person
from viche.kernel.services import Reason, service

MAX_LIFETIME = timedelta(days=90)
MAX_USES = 500
E = TypeVar("E", bound=InvitationMade)
# A link that is passed around gives no leading role.
OPEN_LINK_ROLES = frozenset({Role.MEMBER, Role.OBSERVER})


@service(GroupAction.INVITE)
def invite(
    *,
    actor: Actor,
    group_id: UUID,
    organisation_id: UUID,
    role: Role,
    expires_at: datetime,
    uses: int = 1,
    email: str = "",
    document: str = "",
    position_uk: str = "",
    position_en: str = "",
    ends_on: date | None = None,
) -> tuple[Invitation, str]:
    """Create an invitation to a seat for an organisation; return it with the secret of its link.

    The secret is not stored. `email` makes it an invitation for one person and sends an e-mail with another
    link, which proves who read it. `document` appoints that person and needs the right to appoint. `ends_on`
    is the last day of the seat, with which the invitation ends too. Raises Invalid for a term over 90 days,
    too many uses, and a leading role or a document without an address; Forbidden; TooMany.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.INVITE, lock=True)
    organisation = _load_organisation(actor, organisation_id, appoints=bool(document))
    if actor.person_id is None:
        raise Forbidden
    _check_expiry(expires_at)
    _check_uses(role, uses, email)
    _check_appointment(document, email, position_uk)
    over = _get_seat_end(group, ends_on)
    secret = generate_link_secret()
    invitation = Invitation.objects.create(
        group=group,
        organisation=organisation,
        role=role,
        email=validate_email_address(email) if email else "",
        position_uk=position_uk,
        position_en=position_en,
        document=document,
        digest=digest_of(secret),
        uses=uses,
        created_by_id=actor.person_id,
        ends_on=ends_on,
        expires_at=find_earliest((expires_at, over)) or expires_at,
    )
    record(actor, InvitationMade(invitation_id=invitation.id, group_id=group.id, role=role))
    if invitation.email:
        send_invitation_email(invitation, actor.person_id)
    return invitation, secret


def _load_organisation(actor: Actor, organisation_id: UUID, *, appoints: bool) -> Organisation:
    action = OrganisationAction.APPOINT if appoints else OrganisationAction.READ
    try:
        return load(OrganisationPolicy(), actor, organisation_id, action)
    except NotFound as error:
        raise Invalid.field("/organisation", "not_found", _("There is no such organisation.")) from error
    except Forbidden as error:
        raise Invalid.field("/document", "may_not_appoint", MAY_NOT_APPOINT) from error


def _check_expiry(expires_at: datetime) -> None:
    if not now() < expires_at <= now() + MAX_LIFETIME:
        raise Invalid.field(
            "/expires_at", "out_of_range", _("An invitation lasts up to 90 days, and ends in the future.")
        )


def _get_seat_end(group: InitiativeGroup, ends_on: date | None) -> datetime | None:
    """Return when the offered seat ends. Raises Invalid for a past day."""
    if ends_on is None:
        return None
    if ends_on < max(today(COUNTRY_ZONE), today(group.time_zone)):
        raise Invalid.field("/ends_on", "past", _("This day has passed."))
    return get_day_end(ends_on, group.time_zone)


def _check_uses(role: Role, uses: int, email: str) -> None:
    if not 1 <= uses <= MAX_USES:
        raise Invalid.field("/uses", "out_of_range", _("A link works for 1 to 500 people."))
    if email and uses != 1:
        raise Invalid.field("/uses", "one_person", _("An invitation to one address works once."))
    if not email and role not in OPEN_LINK_ROLES:
        raise Invalid.field("/role", "needs_address", _("Invite to this role by an e-mail address."))


def _check_appointment(document: str, email: str, position: str) -> None:
    if document and not email:
        raise Invalid.field("/document", "needs_address", APPOINTS_ONE)
    if document and not position.strip():
        raise Invalid.field("/position", "blank", _("Say in which position the document appoints."))


@service(InvitationAction.SEND)
def send_invitation_letter(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """Resend the e-mail of an invitation to one address; the link of the earlier one keeps working.

    Raises Conflict for an invitation that has ended or has no address, and while an e-mail waits to be sent;
    TooMany.
    """
    invitation = _lock_open_invitation(actor, invitation_id, InvitationAction.SEND)
    if not invitation.email:
        raise Conflict(
            "no_address",
            _("This invitation is for anyone who has the link, so there is no address to write to."),
        )
    if list_pending_letters(invitation.pk, invitation.email).exists():
        raise Conflict("letter_waits", LETTER_WAITS)
    send_invitation_email(invitation, require_person(actor, "groups:write"))
    record(actor, _build_event(InvitationSent, invitation))
    return invitation


@service(InvitationAction.REVOKE)
def revoke_invitation(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """Revoke an invitation link. Seats that it gave stay. Raises Conflict when it has ended."""
    invitation = _lock_open_invitation(actor, invitation_id, InvitationAction.REVOKE)
    revoke_invitation_link(actor, invitation)
    return invitation


def _lock_open_invitation(actor: Actor, invitation_id: UUID, action: InvitationAction) -> Invitation:
    """Return the invitation, locked. Raises Conflict when it has ended."""
    invitation = load(InvitationPolicy(), actor, invitation_id, action, lock=True)
    if not invitation.opens(now()):
        raise Conflict("already_ended", _("This has already ended."))
    return invitation


def _build_event(kind: type[E], invitation: Invitation, **facts: UUID) -> E:
    return kind(invitation_id=invitation.id, group_id=invitation.group_id, role=invitation.role, **facts)


DOWNGRADED = _(
    "This invitation gives no seat any more, but you can ask for one: say in which position you would sit at "
    "the table."
)


@dataclass(frozen=True, slots=True)
class InvitationOutcome:
    """The outcome of an invitation: a seat, or a request for one.

    `lapsed`: the creator may not give this seat (any more), so it became a request.
    """

    came_to: Membership | JoinRequest
    lapsed: bool


@service(Reason.SELF)
def use_invitation(
    *,
    actor: Actor,
    secret: str,
    position_uk: str = "",
    position_en: str = "",
    words: str = "",
) -> InvitationOutcome:
    """Accept an invitation: take the seat, or make a request where an appointment is needed first.

    It gives no more than its creator may still give: everything else becomes a request. Raises NotFound for a
    link that is not open, Forbidden for an invitation to another address, Conflict for a person with a seat
    or a pending request there, Invalid at `/position` for a request without one, PersonalData for its text.
    """
    person = User.objects.get(pk=require_person(actor, "groups:write"))
    invitation = get_invitation(secret)
    if invitation.email not in ("", person.email):
        raise Forbidden("other_address", _("This invitation is for another e-mail address."))
    seat, lapsed = _try_seat(invitation, person)
    came_to = seat or request_seat(
        actor=actor,
        group_id=invitation.group_id,
        organisation_id=invitation.organisation_id,
        # Both languages describe one post: the person's own words are not paired with the invitation's
        # translation.
        position_uk=position_uk or invitation.position_uk,
        position_en=position_en or ("" if position_uk else invitation.position_en),
        words=words,
        invitation=invitation,
        no_position=DOWNGRADED if lapsed else NO_POSITION,
    )
    # Locked last, for the seat locks the mandate and the group. Of too many concurrent uses the last ones
    # fail.
    invitation = get_invitation(secret, lock=True)
    invitation.used += 1
    invitation.last_used_at = now()
    invitation.save(update_fields=["used", "last_used_at"])
    record(actor, _build_event(InvitationUsed, invitation, person_id=person.pk))
    return InvitationOutcome(came_to, lapsed)


def _try_seat(invitation: Invitation, person: User) -> tuple[Membership | None, bool]:
    """Return the seat, or None when a request is needed, and whether the creator lacks the right.

    A missing right of the creator is nothing that the invited person could mend or has to know.
    """
    maker = Actor.for_person(invitation.created_by_id)
    if not invitation.created_by.is_active:
        return None, True
    try:
        with open_unit_of_work():
            load(GroupPolicy(), maker, invitation.group_id, GroupAction.ADD_MEMBER)
            return _seat_person(maker, invitation, person), False
    except (Forbidden, NotFound):
        return None, True
    except Conflict as refusal:
        if refusal.reason not in ("own_seat", OwnPost.code, "deputy_coordinates"):
            raise
        return None, True


def _seat_person(maker: Actor, invitation: Invitation, person: User) -> Membership | None:
    mandate = find_active_mandate(person.pk, invitation.organisation_id) or _appoint_person(
        maker, invitation, person
    )
    if mandate is None:
        return None
    # The creator cannot seat a mandate that they may not know of, of an organisation elsewhere.
    load(MandatePolicy(), maker, mandate.pk, MandateAction.READ)
    return start_membership(
        actor=maker,
        group_id=invitation.group_id,
        mandate_id=mandate.pk,
        role=Role(invitation.role),
        until=invitation.seat_until,
    )


def _appoint_person(maker: Actor, invitation: Invitation, person: User) -> Mandate | None:
    """Return the mandate that the document gives.

    Raises Forbidden when the creator may not appoint.
    """
    if not (invitation.document and invitation.email):
        return None
    return appoint_mandate(
        actor=maker,
        person_id=person.pk,
        organisation_id=invitation.organisation_id,
        position_uk=invitation.position_uk,
        position_en=invitation.position_en,
        document=invitation.document,
        starts_on=today(COUNTRY_ZONE),
        ends_on=invitation.ends_on,
    )
