"""Passwords by a link in a letter: for who forgot theirs, and for who has none yet."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.attempts import RESET_FROM, counter_from, counter_of_resets
from viche.accounts.credentials import replace_password
from viche.accounts.emails import checked_email
from viche.accounts.events import PersonInvited
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
    """Have a link sent to `address`, if somebody has it. Whether anybody does is not looked at here.

    Raises Invalid for what is no address, TooMany for a network that asks too often. One address is written
    to three times in a quarter of an hour at most, and nobody is told that it was more.
    """
    wanted = checked_email(address)
    take_attempt(actor=SYSTEM, counters=[counter_from(RESET_FROM, network)])
    try:
        take_attempt(actor=SYSTEM, counters=[counter_of_resets(wanted)])
    except TooMany:
        return
    Letter.objects.create(purpose=Purpose.RESET_PASSWORD, address=wanted)


@service(Action.INVITE)
def invite_person(*, actor: Actor, person_id: UUID) -> None:
    """Send somebody a link to set their first password; an earlier link opens nothing any more.

    Raises Conflict for who has a password (they ask for another one themselves) or is not active.
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
    """Set the password of whom the link was sent to, and end every session of theirs. Nobody is signed in.

    A reset revokes every key of the person, too: it is what people do when somebody else was in.

    Raises NotFound for a link that is unknown, used, too old or of
    an address that the person no longer has; Invalid at `/password` for a weak one, and the link lives on.
    """
    letter = get_password_link(secret)
    person = User.objects.select_for_update(no_key=True).get(letters=letter)
    get_password_link(secret)  # another may have used it while we waited
    actor = Actor.for_person(person.pk)
    if letter.purpose == Purpose.RESET_PASSWORD:
        revoke_keys(actor=actor, person_id=person.pk)
    return replace_password(actor, person, password)
