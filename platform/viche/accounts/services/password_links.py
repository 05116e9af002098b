"""Set a password by an e-mailed link: password reset, and first password of an invited person."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.credentials import replace_password
from viche.accounts.emails import validate_email_address
from viche.accounts.events import PersonInvited
from viche.accounts.login_throttling import RESET_FROM, build_network_counter, build_reset_counter
from viche.accounts.models import Letter, Purpose, User
from viche.accounts.policies import Action, people
from viche.accounts.selectors import get_password_link
from viche.accounts.services.attempts import take_attempt
from viche.accounts.services.keys import revoke_keys
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, TooMany
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service

SYSTEM = Actor.for_system("accounts.password_links")


@service(Reason.SELF, whole=False)
def request_password_reset(*, actor: Actor, address: str, network: str) -> None:
    """Request a reset link to `address`; whether an account has that address is not looked up here.

    Raises Invalid for an invalid address, TooMany for a network that asks too often. One address gets at most
    three letters in a quarter of an hour; requests beyond that are ignored silently.
    """
    wanted = validate_email_address(address)
    take_attempt(actor=SYSTEM, counters=[build_network_counter(RESET_FROM, network)])
    try:
        take_attempt(actor=SYSTEM, counters=[build_reset_counter(wanted)])
    except TooMany:
        return
    Letter.objects.create(purpose=Purpose.RESET_PASSWORD, address=wanted)


@service(Action.INVITE)
def invite_person(*, actor: Actor, person_id: UUID) -> None:
    """Send a person a link to set their first password; an earlier link becomes void.

    Raises Conflict for a person who has a password (they can reset it themselves) or is not active.
    """
    person = load(people, actor, person_id, Action.INVITE, lock=True)
    if not person.is_active:
        raise Conflict("not_active", _("This account is not active."))
    if person.has_usable_password():
        raise Conflict("has_password", _("This person has a password and can ask for a new one."))
    earlier = Letter.objects.filter(person=person, purpose=Purpose.SET_PASSWORD, used_at=None)
    earlier.update(used_at=now(), next_try_at=None)
    Letter.objects.create(purpose=Purpose.SET_PASSWORD, address=person.email, person=person)
    record(actor, PersonInvited(person_id=person.pk))


@service(Action.SET_PASSWORD)
def set_password_by_link(*, actor: Actor, secret: str, password: str) -> User:
    """Set the password of the person to whom the link was sent, and end all their sessions.

    It does not sign in. A reset revokes every key of the person, too, since a reset often follows an
    intrusion. Raises NotFound for a link that is unknown, used, expired or of a former address of the person;
    Invalid at `/password` for a weak one, in which case the link stays valid.
    """
    letter = get_password_link(secret)
    person = User.objects.select_for_update(no_key=True).get(letters=letter)
    get_password_link(secret)  # a concurrent request may have used it while this one waited for the lock
    actor = Actor.for_person(person.pk)
    if letter.purpose == Purpose.RESET_PASSWORD:
        revoke_keys(actor=actor, person_id=person.pk)
    return replace_password(actor, person, password)
