"""Change of one's e-mail address, effective once the new mailbox confirms it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from viche.accounts.credentials import void_links
from viche.accounts.emails import validate_email_address
from viche.accounts.events import EmailChangeAsked, EmailChangeCancelled, EmailChanged
from viche.accounts.login_throttling import list_email_change_counters
from viche.accounts.models import Letter, Purpose, User
from viche.accounts.policies import Action, people
from viche.accounts.selectors import get_email_change, pending_email_changes_of
from viche.accounts.services.attempts import take_attempt
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import lock_topic, open_unit_of_work, record
from viche.kernel.policy import load
from viche.kernel.services import service

SYSTEM = Actor.for_system("accounts.email_changes")


@service(Action.CHANGE_EMAIL, whole=False)
def request_email_change(*, actor: Actor, address: str) -> Letter:
    """Send a link to `address` and a notice to the present one; return the pending change.

    Asking again sends a new link; the earlier one becomes void. Whether another account has the address is
    not looked up here. Raises Invalid at `/email` for an invalid address or the person's own, TooMany.
    """
    if actor.person_id is None:
        raise SignedOut
    wanted = validate_email_address(address)
    take_attempt(actor=SYSTEM, counters=list_email_change_counters(actor.person_id, wanted))
    with open_unit_of_work():
        return _create_change(actor, _lock_own_person(actor), wanted)


@service(Action.CHANGE_EMAIL)
def cancel_email_change(*, actor: Actor) -> None:
    """Cancel the pending change of address; its link becomes void.

    Raises NotFound when none is pending.
    """
    person = _lock_own_person(actor)
    if not _void_pending(person):
        raise NotFound
    record(actor, EmailChangeCancelled(person_id=person.pk))


@service(Action.CHANGE_EMAIL)
def confirm_email_change(*, actor: Actor, secret: str) -> User:
    """Change the actor's address to the one where the link was read.

    Only the requesting account can confirm, so a person written to by mistake cannot. Links sent to the
    former address become void, and that address is notified. Raises NotFound for an invalid link, Conflict
    when another account has the address by now.
    """
    person = _lock_own_person(actor)
    address = get_email_change(person, secret).address
    # An update of a unique key waits for foreign-key checks, whose transactions lock topics at commit: lock
    # ours first.
    lock_topic(f"user:{person.pk}")
    void_links(person)
    former, person.email = person.email, address
    person.version += 1
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "version"])
    except IntegrityError as error:
        raise Conflict("email_taken", _("This address is already in use. Yours stays as it was.")) from error
    Letter.objects.create(purpose=Purpose.EMAIL_CHANGED, address=former, person=person)
    record(actor, EmailChanged(person_id=person.pk, row_version=person.version))
    return person


def _lock_own_person(actor: Actor) -> User:
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.CHANGE_EMAIL, lock=True)


def _create_change(actor: Actor, person: User, wanted: str) -> Letter:
    if wanted == person.email:
        raise Invalid.field("/email", "same", _("This is your address already."))
    told = pending_email_changes_of(person).filter(address=wanted).exists()
    _void_pending(person)
    letter = Letter.objects.create(purpose=Purpose.CONFIRM_EMAIL, address=wanted, person=person)
    if not told:
        Letter.objects.create(purpose=Purpose.EMAIL_CHANGE_ASKED, address=person.email, person=person)
    record(actor, EmailChangeAsked(person_id=person.pk, letter_id=letter.pk))
    return letter


def _void_pending(person: User) -> int:
    return pending_email_changes_of(person).update(used_at=now(), next_try_at=None)
