"""Letters about accounts: asked for in a transaction, sent by the mailer, which also makes their links."""

from __future__ import annotations

import logging
import random
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail.backends.base import BaseEmailBackend

from viche.accounts.events import EmailLetterSent, PasswordLinkSent
from viche.accounts.letters import LIVES, compose
from viche.accounts.models import Letter, Purpose, User
from viche.accounts.token_secrets import digest_of, new_link_secret
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.events import Payload, record
from viche.kernel.services import Reason, service

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=15), timedelta(hours=1)
KEPT = timedelta(days=30)
# Letters to an address that is not yet, or no longer, that of the account.
ELSEWHERE = (Purpose.CONFIRM_EMAIL, Purpose.EMAIL_CHANGED)


@service(Reason.SYSTEM)
def send_next_letter(*, actor: Actor, connection: BaseEmailBackend) -> Letter | None:
    """Send the letter that has waited longest; None when none is due.

    One that nobody shall get is deleted instead: no active person is at that address.
    """
    if not actor.is_system:
        raise Forbidden
    due = Letter.objects.filter(sent_at=None, next_try_at__lte=now()).order_by("next_try_at", "id")
    letter = due.select_for_update(skip_locked=True).first()
    if letter is None:
        return None
    person = _reader_of(letter)
    if person is None:
        letter.delete()
        return letter
    letter.person = person
    if letter.purpose == Purpose.CONFIRM_EMAIL and User.objects.filter(email=letter.address).exists():
        # The same in the eyes of who asked. Whose address it is gets a letter of their own.
        Letter.objects.create(purpose=Purpose.EMAIL_TAKEN, address=letter.address)
        _note_sent(actor, letter, person, "")
    else:
        _send(actor, letter, person, connection)
    return letter


@service(Reason.SYSTEM)
def forget_letters(*, actor: Actor) -> int:
    """Delete letters of a month ago; returns how many."""
    if not actor.is_system:
        raise Forbidden
    forgotten, _by_model = Letter.objects.filter(created_at__lt=now() - KEPT).delete()
    return forgotten


def _reader_of(letter: Letter) -> User | None:
    """Who reads it: the active person of the address, or of the letter where it goes to another of theirs."""
    if letter.purpose in ELSEWHERE:
        return letter.person if letter.person and letter.person.is_active else None
    person = User.objects.filter(email=letter.address, is_active=True).first()
    return person if person and letter.person_id in (None, person.pk) else None


def _send(actor: Actor, letter: Letter, person: User, connection: BaseEmailBackend) -> None:
    secret = new_link_secret() if letter.purpose in LIVES else ""
    try:
        connection.open()
        connection.send_messages([compose(letter, person, secret)])
    except (SMTPException, OSError) as error:
        connection.close()
        _postpone(letter, type(error).__name__)
        return
    _note_sent(actor, letter, person, secret)


def _note_sent(actor: Actor, letter: Letter, person: User, secret: str) -> None:
    letter.sent_at = now()
    if letter.purpose in LIVES:
        letter.digest = digest_of(secret) if secret else None
        letter.expires_at = now() + LIVES[Purpose(letter.purpose)]
        record(actor, _sent(letter, person))
    letter.save(update_fields=["person", "sent_at", "digest", "expires_at"])


def _sent(letter: Letter, person: User) -> Payload:
    if letter.purpose == Purpose.CONFIRM_EMAIL:
        return EmailLetterSent(person_id=person.pk, letter_id=letter.pk)
    return PasswordLinkSent(person_id=person.pk, letter_id=letter.pk, purpose=letter.purpose)


def _postpone(letter: Letter, what: str) -> None:
    letter.attempts += 1
    logger.warning("letter_failed", extra={"letter": str(letter.pk), "error": what})
    delay = min(FIRST_DELAY * 2**letter.attempts, LONGEST_DELAY)
    given_up = letter.attempts >= MOST_ATTEMPTS
    letter.next_try_at = None if given_up else now() + delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    letter.save(update_fields=["attempts", "next_try_at"])
