"""Coming in without an account: the address is proven by a letter, and the account made by its link."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from groups.letters import FROM_NETWORK, MAILER, have_arrival_sent, still_offered
from groups.models import Invitation, JoinRequest, Membership
from groups.selectors import get_invitation, get_proof, has_account, letters_waiting
from groups.services.invitations import use_invitation
from viche.accounts.attempts import counter_from
from viche.accounts.emails import checked_email
from viche.accounts.models import Gender, User
from viche.accounts.services.attempts import take_attempt
from viche.accounts.services.people import create_person
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import unit
from viche.kernel.services import Reason, service

SYSTEM = Actor.for_system("groups.arrivals")
# A name goes into letters to others, whose programs make links of what looks like one: letters and marks,
# parted by single spaces, hyphens or apostrophes, and dots behind initials.
NAME = re.compile(r"(?:[^\W\d_]+[.]?|['’ʼ -])+")
ADDRESS_IN_NAME = re.compile(r"[^\W\d_]{2,}[.](?! |$)")


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
    words: str = "",
) -> tuple[User, Membership | JoinRequest]:
    """Make an account for who has read a letter, at its address, and let them come in by its invitation.

    Both or neither. Nobody is signed in by it. Raises NotFound for what is no link of a letter, Conflict for
    an address with an account and for an invitation whose maker may invite no more, Invalid for a field.
    """
    letter, invitation = get_proof(secret)
    if has_account(letter.address):
        raise Conflict("has_account", _("There is an account with this address: sign in with it."))
    if not still_offered(invitation):
        raise Conflict(
            "no_longer_offered", _("Who invited may not invite any more. Ask the group for a new invitation.")
        )
    person = create_person(
        actor=SYSTEM,
        email=letter.address,
        name_uk=_plain("/name_uk", name_uk),
        name_en=_plain("/name_en", name_en),
        grammatical_gender=grammatical_gender,
        language=language,
        password=password,
    )
    came_to = use_invitation(
        actor=Actor.for_person(person.pk), secret=secret, position_uk=position_uk, words=words
    )
    return person, came_to


def _plain(pointer: str, name: str) -> str:
    """A name as it is said. Raises Invalid for one that could be read as an address."""
    clean = " ".join(name.split())
    if clean and (not NAME.fullmatch(clean) or ADDRESS_IN_NAME.search(clean)):
        raise Invalid.field(pointer, "no_name", _("Write the name with letters alone, as it is said."))
    return clean
