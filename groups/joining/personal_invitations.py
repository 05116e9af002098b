"""Offering to one address what is given in person, and taking it: an administration, an office, a share.

It gives no more than who made it may still give: they give it themselves, when it is taken.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.people import given
from groups.guest_shares.checks import thing_to_share
from groups.guest_shares.models import ShareAccess
from groups.guest_shares.policies import ShareAction
from groups.guest_shares.services import share_with_guest
from groups.joining.emails import LETTER_WAITS, MAILER
from groups.joining.events import (
    PersonalInvitationMade,
    PersonalInvitationRevoked,
    PersonalInvitationSent,
    PersonalInvitationUsed,
)
from groups.joining.models import Offered, PersonalInvitation
from groups.joining.new_accounts import newcomer
from groups.joining.personal_emails import have_personal_sent, still_given
from groups.joining.policies import PersonalInvitationAction, PersonalInvitationPolicy
from groups.joining.selectors import get_personal, letters_waiting
from groups.offices.checks import OFFICE_TO_ONESELF, territory_to_give
from groups.offices.models import OfficeKind
from groups.offices.services import give_office
from groups.organisations.administrators import name_administrator
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.territories.policies import TerritoryAction
from viche.accounts.emails import canonical_email, checked_email
from viche.accounts.models import Gender, User
from viche.accounts.services.letters import forget_letters_about
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import record, unit
from viche.kernel.policy import asking_person, load
from viche.kernel.services import Reason, service

# How long somebody has to answer.
LIVES = timedelta(days=30)
NOT_GIVEN = _("This invitation no longer works: whoever made it may not give this any more.")


@service(OrganisationAction.SET_ADMINISTRATORS)
def invite_to_administer(
    *, actor: Actor, organisation_id: UUID, email: str, document: str
) -> PersonalInvitation:
    """Offer to whoever reads what comes to an address to appoint for an organisation and its units."""
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.SET_ADMINISTRATORS)
    return _offer(
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
    """Offer an office of a territory to whoever reads what comes to an address, which is not one's own."""
    territory_to_give(actor, territory_id, ends_at)
    known = User.objects.filter(email=canonical_email(email)).first()
    if known is not None and known.pk == actor.person_id:
        raise Invalid.field("/email", "oneself", OFFICE_TO_ONESELF)
    facts: dict[str, Any] = {"office": kind, "territory_id": territory_id, "document": document}
    return _offer(actor, email, offered=Offered.OFFICE, ends_at=ends_at, **facts)


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
    """Offer to share one thread or action item with whoever reads what comes to an address."""
    thing_to_share(actor, container_type, container_id, access, until)
    facts: dict[str, Any] = {"container_type": container_type, "container_id": container_id}
    return _offer(
        actor, email, offered=Offered.SHARE, access=access, ends_at=until, reason=given(reason), **facts
    )


def _offer(
    actor: Actor, email: str, *, offered: Offered, ends_at: datetime | None = None, **facts: Any
) -> PersonalInvitation:
    """Whether the address has an account makes no difference here, and nobody is told. Raises TooMany."""
    if actor.person_id is None:
        raise Forbidden
    until = now() + LIVES
    made = PersonalInvitation.objects.create(
        offered=offered,
        ends_at=ends_at,
        email=checked_email(email),
        created_by_id=actor.person_id,
        expires_at=until if ends_at is None else min(until, ends_at),
        **facts,
    )
    record(actor, PersonalInvitationMade(personal_invitation_id=made.id, offered=offered))
    have_personal_sent(made, actor.person_id)
    return made


@service(PersonalInvitationAction.SEND)
def send_personal_letter(*, actor: Actor, personal_invitation_id: UUID) -> PersonalInvitation:
    """Have its letter sent anew, by whoever may give the same: the earlier link opens nothing any more.

    Raises Conflict for one that is over or whose maker may not give it any more, and while a letter waits to
    be sent; TooMany.
    """
    row = _open_one(actor, personal_invitation_id, PersonalInvitationAction.SEND)
    if not still_given(row):
        raise Conflict("no_longer_offered", NOT_GIVEN)
    if letters_waiting(row.pk, row.email).exists():
        raise Conflict("letter_waits", LETTER_WAITS)
    forget_letters_about(actor=MAILER, ids=[row.pk])
    have_personal_sent(row, asking_person(actor, "groups:write"))
    record(actor, PersonalInvitationSent(personal_invitation_id=row.id, offered=row.offered))
    return row


@service(PersonalInvitationAction.REVOKE)
def revoke_personal_invitation(*, actor: Actor, personal_invitation_id: UUID) -> PersonalInvitation:
    """Let its letter open nothing any more. What was taken stays. Raises Conflict for one that is over."""
    row = _open_one(actor, personal_invitation_id, PersonalInvitationAction.REVOKE)
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    record(actor, PersonalInvitationRevoked(personal_invitation_id=row.id, offered=row.offered))
    return row


def _open_one(
    actor: Actor, personal_invitation_id: UUID, action: PersonalInvitationAction
) -> PersonalInvitation:
    """The invitation, held until the end. Raises Conflict for one that is over."""
    row = load(PersonalInvitationPolicy(), actor, personal_invitation_id, action, lock=True)
    if not row.opens(now()):
        raise Conflict("already_ended", _("This has already ended."))
    return row


@service(Reason.SELF)
def take_personal_invitation(*, actor: Actor, secret: str) -> PersonalInvitation:
    """Take what a letter offers.

    Raises NotFound for a link that opens nothing (any more), Forbidden for who signs in with another address,
    Conflict for who has it already, and where its maker may not give it any more.
    """
    person = User.objects.get(pk=asking_person(actor, "groups:write"))
    _letter, invitation = get_personal(secret)
    if invitation.email != person.email:
        raise Forbidden("other_address", _("This invitation is for another e-mail address."))
    _give(invitation, person.pk)
    # Not before: what is given locks the thing first. Of two who come at once the second goes away.
    _letter, invitation = get_personal(secret, lock=True)
    invitation.used_at = now()
    invitation.save(update_fields=["used_at"])
    record(
        actor,
        PersonalInvitationUsed(
            personal_invitation_id=invitation.id, offered=invitation.offered, person_id=person.pk
        ),
    )
    return invitation


def _give(invitation: PersonalInvitation, person_id: UUID) -> None:
    maker = Actor.for_person(invitation.created_by_id)
    try:
        if not invitation.created_by.is_active:
            raise Forbidden
        with unit():
            _give_as(maker, invitation, person_id)
    except (Forbidden, NotFound, Invalid) as refusal:
        raise Conflict("no_longer_offered", NOT_GIVEN) from refusal


def _give_as(maker: Actor, invitation: PersonalInvitation, person_id: UUID) -> None:
    if invitation.organisation_id is not None:
        name_administrator(
            actor=maker,
            organisation_id=invitation.organisation_id,
            document=invitation.document,
            person_id=person_id,
        )
    elif invitation.territory_id is not None:
        give_office(
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
def sign_up_for(
    *,
    actor: Actor,
    secret: str,
    name_uk: str,
    password: str,
    language: str,
    name_en: str = "",
    grammatical_gender: str = Gender.NEUTRAL,
) -> PersonalInvitation:
    """Make an account for who has read a letter, at its address, and give them what it offers, or neither.

    Nobody is signed in by it. Raises NotFound for what is no link of a letter, Conflict for an address with
    an account and for an invitation whose maker may give it no more, Invalid for a field.
    """
    letter, invitation = get_personal(secret)
    person = newcomer(
        letter,
        offered=still_given(invitation),
        refusal=NOT_GIVEN,
        name_uk=name_uk,
        name_en=name_en,
        grammatical_gender=grammatical_gender,
        language=language,
        password=password,
    )
    return take_personal_invitation(actor=Actor.for_person(person.pk), secret=secret)
