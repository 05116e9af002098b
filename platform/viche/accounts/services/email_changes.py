"""Another e-mail address for one's account: asked for at the account, true once the new mailbox answers."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from viche.accounts.attempts import counters_of_email_change
from viche.accounts.credentials import void_links
from viche.accounts.emails import checked_email
from viche.accounts.events import EmailChangeAsked, EmailChangeCancelled, EmailChanged
from viche.accounts.models import Letter, Purpose, User
from viche.accounts.policies import Action, people
from viche.accounts.selectors import email_changes_of, get_email_change
from viche.accounts.services.attempts import take_attempt
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import hold_topic, record, unit
from viche.kernel.policy import load
from viche.kernel.services import service

SYSTEM = Actor.for_system("accounts.email_changes")


@service(Action.CHANGE_EMAIL, whole=False)
def ask_email_change(*, actor: Actor, address: str) -> Letter:
    """Have a link sent to `address`, and a notice to the present one; returns the change that waits.

    Asking again sends a new link; the earlier one opens nothing any more. Whether somebody has the address
    is not looked at here. Raises Invalid at `/email` for what is no address or is the person's own, TooMany.
    """
    if actor.person_id is None:
        raise SignedOut
    wanted = checked_email(address)
    take_attempt(actor=SYSTEM, counters=counters_of_email_change(actor.person_id, wanted))
    with unit():
        return _ask(actor, _mine(actor), wanted)


@service(Action.CHANGE_EMAIL)
def cancel_email_change(*, actor: Actor) -> None:
    """Let the address stay as it is: the link opens nothing any more. Raises NotFound when none waits."""
    person = _mine(actor)
    if not _void(person):
        raise NotFound
    record(actor, EmailChangeCancelled(person_id=person.pk))


@service(Action.CHANGE_EMAIL)
def confirm_email_change(*, actor: Actor, secret: str) -> User:
    """Change the address to the one where the link was read, of the actor alone.

    Whoever was written to by mistake has no account to confirm it with. Links that were sent to the former
    address are void, and it is told. Raises NotFound for a link that opens nothing, Conflict when somebody
    has the address by now.
    """
    person = _mine(actor)
    address = get_email_change(person, secret).address
    # A change of a key waits for checks of foreign keys, which wait at their commit while they hold topics.
    hold_topic(f"user:{person.pk}")
    void_links(person)
    former, person.email = person.email, address
    person.version += 1
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "version"])
    except IntegrityError as error:
        raise Conflict(
            "email_taken", _("Somebody has this address by now. Yours stays as it was.")
        ) from error
    Letter.objects.create(purpose=Purpose.EMAIL_CHANGED, address=former, person=person)
    record(actor, EmailChanged(person_id=person.pk, row_version=person.version))
    return person


def _mine(actor: Actor) -> User:
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.CHANGE_EMAIL, lock=True)


def _ask(actor: Actor, person: User, wanted: str) -> Letter:
    if wanted == person.email:
        raise Invalid.field("/email", "same", _("This is your address already."))
    told = email_changes_of(person).filter(address=wanted).exists()
    _void(person)
    letter = Letter.objects.create(purpose=Purpose.CONFIRM_EMAIL, address=wanted, person=person)
    if not told:
        Letter.objects.create(purpose=Purpose.EMAIL_CHANGE_ASKED, address=person.email, person=person)
    record(actor, EmailChangeAsked(person_id=person.pk, letter_id=letter.pk))
    return letter


def _void(person: User) -> int:
    return email_changes_of(person).update(used_at=now(), next_try_at=None)
