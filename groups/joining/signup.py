"""Sign-up by invitation: a letter proves the address, and its link creates the account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groups.joining.emails import MAIL_ACTOR, NETWORK_LIMIT, is_invitation_valid, send_arrival_email
from groups.joining.invitations import InvitationOutcome, use_invitation
from groups.joining.models import Invitation
from groups.joining.new_accounts import create_account
from groups.joining.selectors import get_invitation, get_proving_letter, list_pending_letters
from viche.accounts.emails import validate_email_address
from viche.accounts.login_throttling import build_network_counter
from viche.accounts.models import Gender, User
from viche.accounts.services.attempts import take_attempt
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.events import open_unit_of_work
from viche.kernel.services import Reason, service

NO_LONGER_OFFERED = _(
    "This invitation no longer works: the person who made it can no longer invite people. Ask the "
    "group for a new one. If you have an account, sign in and ask for a seat."
)


@service(Reason.SELF, whole=False)
def request_arrival_email(*, actor: Actor, secret: str, address: str, network: str, language: str) -> None:
    """Send an e-mail to the holder of a link who is not signed in.

    It goes to their address, or to that of the invitation; whether the address has an account is not checked
    here. Raises NotFound for a link that is not open, Invalid at `/email`, TooMany for a network, link or
    address.
    """
    invitation = get_invitation(secret)
    wanted = _get_address(invitation, address)
    take_attempt(actor=MAIL_ACTOR, counters=[build_network_counter(NETWORK_LIMIT, network)])
    with open_unit_of_work():
        if not list_pending_letters(invitation.pk, wanted).exists():
            send_arrival_email(invitation, wanted, language)


def _get_address(invitation: Invitation, address: str) -> str:
    if not invitation.email:
        return validate_email_address(address)
    if address:
        raise Invalid.field("/email", "not_asked", _("This invitation knows to which address it belongs."))
    return invitation.email


@service(Reason.SELF)
def sign_up(
    *,
    actor: Actor,
    secret: str,
    name_uk: str,
    password: str,
    language: str,
    name_en: str = "",
    grammatical_gender: str = Gender.NEUTRAL,
    position_uk: str = "",
    position_en: str = "",
    words: str = "",
) -> tuple[User, InvitationOutcome]:
    """Create an account for a person who has read a letter and use its invitation: both or neither.

    It does not sign in. Raises NotFound for a link of no letter, Conflict for an address with an account and
    when the creator may no longer invite, Invalid for a field.
    """
    letter, invitation = get_proving_letter(secret)
    person = create_account(
        letter,
        offered=is_invitation_valid(invitation),
        refusal=NO_LONGER_OFFERED,
        name_uk=name_uk,
        name_en=name_en,
        grammatical_gender=grammatical_gender,
        language=language,
        password=password,
    )
    arrival = use_invitation(
        actor=Actor.for_person(person.pk).with_confirmed(actor.confirmed),
        secret=secret,
        position_uk=position_uk,
        position_en=position_en,
        words=words,
    )
    return person, arrival
