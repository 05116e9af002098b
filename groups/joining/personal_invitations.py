"""Services of personal invitations: an administration, an office or a share for one address.

An invitation gives no more than its creator may still give: on acceptance the offer is given in their name.
An office is requested in their name instead, and a second person confirms it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.people import require_reason
from groups.guest_shares.checks import lock_object_to_share
from groups.guest_shares.models import ShareAccess
from groups.guest_shares.policies import ShareAction
from groups.guest_shares.services import share_with_guest
from groups.joining.emails import LETTER_WAITS, MAIL_ACTOR
from groups.joining.events import (
    PersonalInvitationMade,
    PersonalInvitationRevoked,
    PersonalInvitationSent,
    PersonalInvitationUsed,
)
from groups.joining.models import Offered, PersonalInvitation
from groups.joining.new_accounts import create_account
from groups.joining.personal_emails import is_offer_valid, send_personal_email
from groups.joining.policies import PersonalInvitationAction, PersonalInvitationPolicy
from groups.joining.selectors import get_personal_invitation, list_pending_letters
from groups.offices.checks import OWN_OFFICE_REFUSED, lock_territory_to_give
from groups.offices.models import OfficeKind
from groups.offices.services import request_office
from groups.organisations.administrators import name_administrator
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.territories.policies import TerritoryAction
from viche.accounts.emails import normalise_email, validate_email_address
from viche.accounts.models import Gender, User
from viche.accounts.services.letters import delete_letters_about
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import open_unit_of_work, record
from viche.kernel.policy import load, require_person
from viche.kernel.services import Reason, service

# How long a personal invitation stays open.
LIFETIME = timedelta(days=30)
NO_LONGER_GIVEN = _("This invitation no longer works: the person who made it can no longer offer this.")


@service(OrganisationAction.SET_ADMINISTRATORS)
def invite_to_administer(
    *, actor: Actor, organisation_id: UUID, email: str, document: str
) -> PersonalInvitation:
    """Offer an address the right to appoint for an organisation and its units."""
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.SET_ADMINISTRATORS)
    return _create_offer(
        actor, email, offered=Offered.ADMINISTRATION, organisation_id=organisation_id, document=document
    )


@service(TerritoryAction.GIVE_OFFICE)
def invite_to_office(
    *,
    actor: Actor,
    kind: OfficeKind,
    territory_id: UUID,
    email: str,
    document: str,
    ends_at: datetime | None = None,
) -> PersonalInvitation:
    """Offer an address an office of a territory. Raises Invalid for the actor's own address.

    The office is requested on acceptance, when it is known for whom: see `request_office`.
    """
    lock_territory_to_give(actor, territory_id, ends_at)
    known = User.objects.filter(email=normalise_email(email)).first()
    if known is not None and known.pk == actor.person_id:
        raise Invalid.field("/email", "oneself", OWN_OFFICE_REFUSED)
    facts: dict[str, Any] = {"office": kind, "territory_id": territory_id, "document": document}
    return _create_offer(actor, email, offered=Offered.OFFICE, ends_at=ends_at, **facts)


@service(ShareAction.GIVE)
def invite_as_guest(
    *,
    actor: Actor,
    container_type: str,
    container_id: UUID,
    email: str,
    access: ShareAccess,
    until: datetime,
    reason: str,
) -> PersonalInvitation:
    """Offer an address a guest share of one thread or action item."""
    lock_object_to_share(actor, container_type, container_id, access, until)
    facts: dict[str, Any] = {"container_type": container_type, "container_id": container_id}
    return _create_offer(
        actor,
        email,
        offered=Offered.SHARE,
        access=access,
        ends_at=until,
        reason=require_reason(reason),
        **facts,
    )


def _create_offer(
    actor: Actor, email: str, *, offered: Offered, ends_at: datetime | None = None, **facts: Any
) -> PersonalInvitation:
    """Create the invitation and send its e-mail. Raises TooMany.

    Whether the address has an account makes no difference, so that the answer cannot reveal it.
    """
    if actor.person_id is None:
        raise Forbidden
    until = now() + LIFETIME
    made = PersonalInvitation.objects.create(
        offered=offered,
        ends_at=ends_at,
        email=validate_email_address(email),
        created_by_id=actor.person_id,
        expires_at=until if ends_at is None else min(until, ends_at),
        **facts,
    )
    record(actor, PersonalInvitationMade(personal_invitation_id=made.id, offered=offered))
    send_personal_email(made, actor.person_id)
    return made


@service(PersonalInvitationAction.SEND)
def send_personal_letter(*, actor: Actor, personal_invitation_id: UUID) -> PersonalInvitation:
    """Resend its e-mail; the earlier link stops working. Open to actors who may give the same.

    Raises Conflict when it has ended, when its creator may no longer give the offer, and while an e-mail
    waits to be sent; TooMany.
    """
    row = _lock_open_invitation(actor, personal_invitation_id, PersonalInvitationAction.SEND)
    if not is_offer_valid(row):
        raise Conflict("no_longer_offered", NO_LONGER_GIVEN)
    if list_pending_letters(row.pk, row.email).exists():
        raise Conflict("letter_waits", LETTER_WAITS)
    delete_letters_about(actor=MAIL_ACTOR, ids=[row.pk])
    send_personal_email(row, require_person(actor, "groups:write"))
    record(actor, PersonalInvitationSent(personal_invitation_id=row.id, offered=row.offered))
    return row


@service(PersonalInvitationAction.REVOKE)
def revoke_personal_invitation(*, actor: Actor, personal_invitation_id: UUID) -> PersonalInvitation:
    """Revoke a personal invitation. What was accepted stays. Raises Conflict when it has ended."""
    row = _lock_open_invitation(actor, personal_invitation_id, PersonalInvitationAction.REVOKE)
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    record(actor, PersonalInvitationRevoked(personal_invitation_id=row.id, offered=row.offered))
    return row


def _lock_open_invitation(
    actor: Actor, personal_invitation_id: UUID, action: PersonalInvitationAction
) -> PersonalInvitation:
    """Return the invitation, locked. Raises Conflict when it has ended."""
    row = load(PersonalInvitationPolicy(), actor, personal_invitation_id, action, lock=True)
    if not row.opens(now()):
        raise Conflict("already_ended", _("This has already ended."))
    return row


@service(Reason.SELF)
def accept_personal_invitation(*, actor: Actor, secret: str) -> PersonalInvitation:
    """Accept what a letter offers.

    Raises NotFound for a link that is not open, Forbidden for an account with another address, Conflict for a
    person who already holds it, and when its creator may no longer give it.
    """
    person = User.objects.get(pk=require_person(actor, "groups:write"))
    _letter, invitation = get_personal_invitation(secret)
    if invitation.email != person.email:
        raise Forbidden("other_address", _("This invitation is for another e-mail address."))
    _give_offer(invitation, person.pk)
    # Locked last, for giving locks the object first. Of two concurrent acceptances the second fails.
    _letter, invitation = get_personal_invitation(secret, lock=True)
    invitation.used_at = now()
    invitation.save(update_fields=["used_at"])
    record(
        actor,
        PersonalInvitationUsed(
            personal_invitation_id=invitation.id, offered=invitation.offered, person_id=person.pk
        ),
    )
    return invitation


def _give_offer(invitation: PersonalInvitation, person_id: UUID) -> None:
    maker = Actor.for_person(invitation.created_by_id)
    try:
        if not invitation.created_by.is_active:
            raise Forbidden
        with open_unit_of_work():
            _give_as(maker, invitation, person_id)
    except (Forbidden, NotFound, Invalid) as refusal:
        raise Conflict("no_longer_offered", NO_LONGER_GIVEN) from refusal


def _give_as(maker: Actor, invitation: PersonalInvitation, person_id: UUID) -> None:
    if invitation.organisation_id is not None:
        name_administrator(
            actor=maker,
            organisation_id=invitation.organisation_id,
            document=invitation.document,
            person_id=person_id,
        )
    elif invitation.territory_id is not None:
        request_office(
            actor=maker,
            kind=OfficeKind(invitation.office),
            territory_id=invitation.territory_id,
            document=invitation.document,
            person_id=person_id,
            ends_at=invitation.ends_at,
        )
    elif invitation.container_id is not None and invitation.ends_at is not None:
        share_with_guest(
            actor=maker,
            container_type=invitation.container_type,
            container_id=invitation.container_id,
            access=ShareAccess(invitation.access),
            until=invitation.ends_at,
            reason=invitation.reason,
            person_id=person_id,
        )
    else:
        raise NotFound


@service(Reason.SELF)
def sign_up_for_offer(
    *,
    actor: Actor,
    secret: str,
    name_uk: str,
    password: str,
    language: str,
    name_en: str = "",
    grammatical_gender: str = Gender.NEUTRAL,
) -> PersonalInvitation:
    """Create an account for a person who has read a letter and give them its offer, or neither.

    It does not sign in. Raises NotFound for a link of no letter, Conflict for an address with an account and
    when the creator may no longer give the offer, Invalid for a field.
    """
    letter, invitation = get_personal_invitation(secret)
    person = create_account(
        letter,
        offered=is_offer_valid(invitation),
        refusal=NO_LONGER_GIVEN,
        name_uk=name_uk,
        name_en=name_en,
        grammatical_gender=grammatical_gender,
        language=language,
        password=password,
    )
    return accept_personal_invitation(actor=Actor.for_person(person.pk), secret=secret)
