"""Coming in without an account: the address is proven by a letter, and the account made by its link."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from groups.joining.emails import FROM_NETWORK, MAILER, have_arrival_sent, still_offered
from groups.joining.invitations import Arrival, use_invitation
from groups.joining.models import Invitation
from groups.joining.new_accounts import newcomer
from groups.joining.selectors import get_invitation, get_proof, letters_waiting
from viche.accounts.attempts import counter_from
from viche.accounts.emails import checked_email
from viche.accounts.models import Gender, User
from viche.accounts.services.attempts import take_attempt
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.events import unit
from viche.kernel.services import Reason, service

NO_LONGER_OFFERED = _(
    "This invitation no longer works: whoever made it may not invite any more. Ask the group for a new one. "
    "If you have an account, sign in and ask for a seat."
)


@service(Reason.SELF, whole=False)
def ask_for_arrival_letter(*, actor: Actor, secret: str, address: str, network: str, language: str) -> None:
    """Have a letter sent to who holds a link and is not signed in: to their address, or to that of the link.

    Whether somebody has an account there is not looked at here. Raises NotFound for a link that opens
    nothing, Invalid at `/email`, TooMany for a network, link or address.
    """
    invitation = get_invitation(secret)
    wanted = _address(invitation, address)
    take_attempt(actor=MAILER, counters=[counter_from(FROM_NETWORK, network)])
    with unit():
        if not letters_waiting(invitation.pk, wanted).exists():
            have_arrival_sent(invitation, wanted, language)


def _address(invitation: Invitation, address: str) -> str:
    if not invitation.email:
        return checked_email(address)
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
    confirmed: Collection[str] = (),
) -> tuple[User, Arrival]:
    """Make an account for who has read a letter, at its address, and let them come in by its invitation.

    Both or neither. Nobody is signed in by it. Raises NotFound for what is no link of a letter, Conflict for
    an address with an account and for an invitation whose maker may invite no more, Invalid for a field.
    """
    letter, invitation = get_proof(secret)
    person = newcomer(
        letter,
        offered=still_offered(invitation),
        refusal=NO_LONGER_OFFERED,
        name_uk=name_uk,
        name_en=name_en,
        grammatical_gender=grammatical_gender,
        language=language,
        password=password,
    )
    arrival = use_invitation(
        actor=Actor.for_person(person.pk),
        secret=secret,
        position_uk=position_uk,
        position_en=position_en,
        words=words,
        confirmed=confirmed,
    )
    return person, arrival
