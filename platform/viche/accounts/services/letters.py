"""Transactional e-mails: requested in a transaction, sent by the mailer, which creates links."""

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

from viche.accounts.events import EmailLetterSent, PasswordLinkSent
from viche.accounts.letters import (
    LINK_LIFETIMES,
    LOSS_HANDLERS,
    WRITERS,
    build_account_message,
    build_link,
    build_message,
)
from viche.accounts.login_throttling import Counter
from viche.accounts.models import Letter, Loss, Purpose, User
from viche.accounts.services.attempts import take_attempt
from viche.accounts.smtp_errors import is_permanent_refusal
from viche.accounts.token_secrets import digest_of, generate_link_secret
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import TooMany
from viche.kernel.events import Payload, record
from viche.kernel.services import Reason, service

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 10
FIRST_DELAY, MAX_DELAY = timedelta(seconds=15), timedelta(hours=1)
RETENTION = timedelta(days=30)
# Letters to an address that is not yet, or no longer, the address of the account.
OTHER_ADDRESS_PURPOSES = (Purpose.CONFIRM_EMAIL, Purpose.EMAIL_CHANGED)


@service(Reason.SYSTEM)
def request_letter(
    *, actor: Actor, purpose: str, address: str, about: UUID, language: str, counters: Sequence[Counter]
) -> Letter:
    """Request a letter that another app writes, to any address.

    The rate limit is counted in the same transaction: a rollback uncounts it. Raises TooMany.
    """
    try:
        take_attempt(actor=actor, counters=counters)
    except TooMany as error:
        raise TooMany("too_many_letters", TOO_MANY_LETTERS, retry_after=error.retry_after) from error
    return Letter.objects.create(purpose=purpose, address=address, about=about, language=language)


TOO_MANY_LETTERS = _("Enough letters have been sent for today. Nothing was sent now: try again tomorrow.")


@service(Reason.SYSTEM)
def send_next_letter(*, actor: Actor, connection: BaseEmailBackend) -> Letter | None:
    """Send the letter that is due longest, those about accounts first; return None when none is due.

    A letter without a recipient is deleted instead: the address has no active person, or the app that writes
    it says so. A letter that the app reports as undeliverable is marked as lost.
    """
    due = Letter.objects.filter(sent_at=None, next_try_at__lte=now())
    # Letters about accounts are urgent: they do not wait for bulk letters of other apps.
    due = due.order_by(F("about").asc(nulls_first=True), "next_try_at", "id")
    letter = due.select_for_update(skip_locked=True).first()
    if letter is not None and not _process_letter(actor, letter, connection):
        letter.delete()
    return letter


@service(Reason.SYSTEM)
def record_letter_returned(*, actor: Actor, letter_id: UUID, address: str, nobody: bool) -> bool:
    """Mark a letter as returned from `address`; return whether this system sent one to that address.

    `nobody`: the address does not exist. Idempotent.
    """
    letter = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id, sent_at__isnull=False).first()
    if letter is None or letter.address.lower() != address.lower():
        return False
    if not letter.lost:
        _mark_lost(letter, Loss.BOUNCED if nobody else Loss.RETURNED)
        letter.save(update_fields=["next_try_at", "lost"])
    return True


@service(Reason.SYSTEM)
def delete_old_letters(*, actor: Actor) -> int:
    """Delete letters older than RETENTION whose link has expired; return how many."""
    over = Q(expires_at=None) | Q(expires_at__lte=now())
    forgotten, _by_model = Letter.objects.filter(over, created_at__lt=now() - RETENTION).delete()
    return forgotten


@service(Reason.SYSTEM)
def delete_letters_about(*, actor: Actor, ids: Collection[UUID]) -> None:
    """Delete letters, sent or waiting, about rows of another app; their links become invalid."""
    Letter.objects.filter(about__in=ids).delete()


def _process_letter(actor: Actor, letter: Letter, connection: BaseEmailBackend) -> bool:
    """Send, postpone or lose the letter; return False when it has no recipient."""
    if letter.purpose in WRITERS:
        return _send_registered_letter(letter, connection)
    person = _find_recipient(letter)
    if person is None:
        return False
    letter.person = person
    if letter.purpose == Purpose.CONFIRM_EMAIL and User.objects.filter(email=letter.address).exists():
        # The requester sees no difference. The owner of the address gets a letter of their own.
        Letter.objects.create(purpose=Purpose.EMAIL_TAKEN, address=letter.address)
        _record_sent(actor, letter, person, "")
    else:
        _send(actor, letter, person, connection)
    return True


def _send_registered_letter(letter: Letter, connection: BaseEmailBackend) -> bool:
    known = User.objects.filter(email=letter.address, is_active=True).values_list("language", flat=True)
    language = known.first() or letter.language
    with override(language):
        written = WRITERS[letter.purpose](letter)
    if written is None:
        return False
    if isinstance(written, Loss):
        _mark_lost(letter, written)
        letter.save(update_fields=["next_try_at", "lost"])
        return True
    secret = generate_link_secret()
    link = build_link(written.page, secret, in_path=written.in_path)
    words = (written.subject, written.body, written.action)
    message = build_message(letter, language, words, link, written.leave)
    if _try_send(letter, message, connection):
        letter.sent_at, letter.digest, letter.expires_at = now(), digest_of(secret), written.until
        letter.save(update_fields=["sent_at", "digest", "expires_at"])
    return True


def _find_recipient(letter: Letter) -> User | None:
    """Return the active person at the address, or of the letter when it goes elsewhere."""
    if letter.purpose in OTHER_ADDRESS_PURPOSES:
        return letter.person if letter.person and letter.person.is_active else None
    person = User.objects.filter(email=letter.address, is_active=True).first()
    return person if person and letter.person_id in (None, person.pk) else None


def _send(actor: Actor, letter: Letter, person: User, connection: BaseEmailBackend) -> None:
    secret = generate_link_secret() if letter.purpose in LINK_LIFETIMES else ""
    if _try_send(letter, build_account_message(letter, person, secret), connection):
        _record_sent(actor, letter, person, secret)


def _try_send(letter: Letter, message: EmailMessage, connection: BaseEmailBackend) -> bool:
    """Return whether the mail server accepted the message.

    Otherwise it is retried later, or given up after a permanent refusal.
    """
    try:
        connection.open()
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        never = all(is_permanent_refusal(code, reply) for code, reply in error.recipients.values())
        _postpone(letter, type(error).__name__, for_good=never)
        return False
    except (SMTPException, OSError) as error:
        connection.close()
        _postpone(letter, type(error).__name__)
        return False
    return True


def _record_sent(actor: Actor, letter: Letter, person: User, secret: str) -> None:
    letter.sent_at = now()
    if letter.purpose in LINK_LIFETIMES:
        letter.digest = digest_of(secret) if secret else None
        letter.expires_at = now() + LINK_LIFETIMES[Purpose(letter.purpose)]
        record(actor, _build_sent_event(letter, person))
    letter.save(update_fields=["person", "sent_at", "digest", "expires_at"])


def _build_sent_event(letter: Letter, person: User) -> Payload:
    if letter.purpose == Purpose.CONFIRM_EMAIL:
        return EmailLetterSent(person_id=person.pk, letter_id=letter.pk)
    return PasswordLinkSent(person_id=person.pk, letter_id=letter.pk, purpose=letter.purpose)


def _postpone(letter: Letter, what: str, *, for_good: bool = False) -> None:
    letter.attempts += 1
    logger.warning("letter_failed", extra={"letter": str(letter.pk), "error": what})
    delay = min(FIRST_DELAY * 2**letter.attempts, MAX_DELAY)
    letter.next_try_at = now() + delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    if for_good or letter.attempts >= MAX_ATTEMPTS:
        _mark_lost(letter, Loss.REFUSED if for_good else Loss.GIVEN_UP)
    letter.save(update_fields=["attempts", "next_try_at", "lost"])


def _mark_lost(letter: Letter, why: Loss) -> None:
    """Mark the letter as lost and tell the app that had it written. The caller saves it."""
    letter.next_try_at, letter.lost = None, why
    if (tell := LOSS_HANDLERS.get(letter.purpose)) is not None:
        tell(letter)
