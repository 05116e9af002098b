"""Letters to addresses: asked for in a transaction, sent by the mailer, which also makes their links."""

from __future__ import annotations

import logging
import random
from collections.abc import Collection, Sequence
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, override

from viche.accounts.attempts import Counter
from viche.accounts.events import EmailLetterSent, PasswordLinkSent
from viche.accounts.letters import LIVES, LOSSES, WRITERS, compose, link_to, mail
from viche.accounts.models import Letter, Loss, Purpose, User
from viche.accounts.refusals import refused_for_good
from viche.accounts.services.attempts import take_attempt
from viche.accounts.token_secrets import digest_of, new_link_secret
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import TooMany
from viche.kernel.events import Payload, record
from viche.kernel.services import Reason, service

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=15), timedelta(hours=1)
KEPT = timedelta(days=30)
# Letters to an address that is not yet, or no longer, that of the account.
ELSEWHERE = (Purpose.CONFIRM_EMAIL, Purpose.EMAIL_CHANGED)


@service(Reason.SYSTEM)
def ask_for_letter(
    *, actor: Actor, purpose: str, address: str, about: UUID, language: str, counters: Sequence[Counter]
) -> Letter:
    """Have a letter sent that another room writes, to an address of whomever.

    It is counted with the letter: what is undone counts against nobody. Raises TooMany for one too many.
    """
    try:
        take_attempt(actor=actor, counters=counters)
    except TooMany as error:
        raise TooMany("too_many_letters", ENOUGH, retry_after=error.retry_after) from error
    return Letter.objects.create(purpose=purpose, address=address, about=about, language=language)


ENOUGH = _("Enough letters have been sent for today. Nothing was sent now: try again tomorrow.")


@service(Reason.SYSTEM)
def send_next_letter(*, actor: Actor, connection: BaseEmailBackend) -> Letter | None:
    """Send the letter that has waited longest, those about accounts first; None when none is due.

    One that nobody shall get is deleted instead: no active person is at that address, or its room says so.
    Where that room says that it cannot arrive, it is lost instead.
    """
    due = Letter.objects.filter(sent_at=None, next_try_at__lte=now())
    # Those about accounts are short of time: they wait for none that other rooms write by the hundred.
    due = due.order_by(F("about").asc(nulls_first=True), "next_try_at", "id")
    letter = due.select_for_update(skip_locked=True).first()
    if letter is not None and not _dealt_with(actor, letter, connection):
        letter.delete()
    return letter


@service(Reason.SYSTEM)
def note_letter_returned(*, actor: Actor, letter_id: UUID, address: str, nobody: bool) -> bool:
    """A letter that was sent came back from `address`; `nobody`: because there is none. Whether it is one of
    ours to that address; again, it changes nothing.
    """
    letter = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id, sent_at__isnull=False).first()
    if letter is None or letter.address.lower() != address.lower():
        return False
    if not letter.lost:
        _lose(letter, Loss.BOUNCED if nobody else Loss.RETURNED)
        letter.save(update_fields=["next_try_at", "lost"])
    return True


@service(Reason.SYSTEM)
def forget_letters(*, actor: Actor) -> int:
    """Delete letters of a month ago whose link is over; returns how many."""
    over = Q(expires_at=None) | Q(expires_at__lte=now())
    forgotten, _by_model = Letter.objects.filter(over, created_at__lt=now() - KEPT).delete()
    return forgotten


@service(Reason.SYSTEM)
def forget_letters_about(*, actor: Actor, ids: Collection[UUID]) -> None:
    """Delete what was written, or waits to be, about rows of another room: their links open nothing."""
    Letter.objects.filter(about__in=ids).delete()


def _dealt_with(actor: Actor, letter: Letter, connection: BaseEmailBackend) -> bool:
    """Whether the letter was sent, put off or lost; False when nobody shall get it."""
    if letter.purpose in WRITERS:
        return _send_for_another_room(letter, connection)
    person = _reader_of(letter)
    if person is None:
        return False
    letter.person = person
    if letter.purpose == Purpose.CONFIRM_EMAIL and User.objects.filter(email=letter.address).exists():
        # The same in the eyes of who asked. Whose address it is gets a letter of their own.
        Letter.objects.create(purpose=Purpose.EMAIL_TAKEN, address=letter.address)
        _note_sent(actor, letter, person, "")
    else:
        _send(actor, letter, person, connection)
    return True


def _send_for_another_room(letter: Letter, connection: BaseEmailBackend) -> bool:
    known = User.objects.filter(email=letter.address, is_active=True).values_list("language", flat=True)
    language = known.first() or letter.language
    with override(language):
        written = WRITERS[letter.purpose](letter)
    if written is None:
        return False
    if isinstance(written, Loss):
        _lose(letter, written)
        letter.save(update_fields=["next_try_at", "lost"])
        return True
    secret = new_link_secret()
    link = link_to(written.page, secret, in_path=written.in_path)
    words = (written.subject, written.body, written.action)
    message = mail(letter, language, words, link, written.leave)
    if _mailed(letter, message, connection):
        letter.sent_at, letter.digest, letter.expires_at = now(), digest_of(secret), written.until
        letter.save(update_fields=["sent_at", "digest", "expires_at"])
    return True


def _reader_of(letter: Letter) -> User | None:
    """Who reads it: the active person of the address, or of the letter where it goes to another of theirs."""
    if letter.purpose in ELSEWHERE:
        return letter.person if letter.person and letter.person.is_active else None
    person = User.objects.filter(email=letter.address, is_active=True).first()
    return person if person and letter.person_id in (None, person.pk) else None


def _send(actor: Actor, letter: Letter, person: User, connection: BaseEmailBackend) -> None:
    secret = new_link_secret() if letter.purpose in LIVES else ""
    if _mailed(letter, compose(letter, person, secret), connection):
        _note_sent(actor, letter, person, secret)


def _mailed(letter: Letter, message: EmailMessage, connection: BaseEmailBackend) -> bool:
    """Whether the mail server took it. If not, it is put off, or given up where the server says never."""
    try:
        connection.open()
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        never = all(refused_for_good(code, reply) for code, reply in error.recipients.values())
        _postpone(letter, type(error).__name__, for_good=never)
        return False
    except (SMTPException, OSError) as error:
        connection.close()
        _postpone(letter, type(error).__name__)
        return False
    return True


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


def _postpone(letter: Letter, what: str, *, for_good: bool = False) -> None:
    letter.attempts += 1
    logger.warning("letter_failed", extra={"letter": str(letter.pk), "error": what})
    delay = min(FIRST_DELAY * 2**letter.attempts, LONGEST_DELAY)
    letter.next_try_at = now() + delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    if for_good or letter.attempts >= MOST_ATTEMPTS:
        _lose(letter, Loss.REFUSED if for_good else Loss.GIVEN_UP)
    letter.save(update_fields=["attempts", "next_try_at", "lost"])


def _lose(letter: Letter, why: Loss) -> None:
    """It does not arrive; the room that had it written hears of that. Needs to be saved."""
    letter.next_try_at, letter.lost = None, why
    if (tell := LOSSES.get(letter.purpose)) is not None:
        tell(letter)
