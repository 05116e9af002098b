"""Delivery of batched mails.

A mail is claimed, sent and marked in one transaction, so two workers never send the same one. Whether a mail
server whose connection broke had accepted the mail is unknown: then it is sent again (at least once), with
the same Message-ID, by which the reader's program recognises it.
"""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend

from viche.accounts.smtp_errors import is_permanent_refusal
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.notifications.emails import build_mail_message
from viche.notifications.hours import hours_of
from viche.notifications.models import Channel, DeliveryState, Mail, MailKind, Mode, UndeliverableAddress
from viche.notifications.notices import MailItem
from viche.notifications.preferences import Choices
from viche.notifications.selectors import find_undeliverable_address, texts_of

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
FIRST_DELAY, MAX_DELAY = timedelta(seconds=30), timedelta(hours=6)


@service(Reason.SYSTEM)
def send_next_mail(*, actor: Actor, connection: BaseEmailBackend) -> Mail | None:
    """Claim the most urgent or longest waiting mail and process it; return None when none is due."""
    due = Mail.objects.filter(next_try_at__lte=now()).order_by("next_try_at", "id")
    free = due.select_for_update(skip_locked=True, of=("self",)).select_related("person")
    mail = free.filter(kind=MailKind.URGENT).first() or free.first()
    if mail is None:
        return None
    told = _list_mail_items(mail)
    mail.attempts += 1
    mail.state, mail.last_error, told = _try_send(mail, told, connection)
    mail.sent_at = now() if mail.state == DeliveryState.SENT else None
    mail.next_try_at = _get_next_try(mail) if mail.state == DeliveryState.WAITING else None
    mail.save(update_fields=["attempts", "state", "last_error", "sent_at", "next_try_at"])
    _finish_deliveries(mail, told)
    return mail


def _list_mail_items(mail: Mail) -> list[MailItem]:
    """Return the mail items that the reader may still see and wants; empty for an unreachable person."""
    if not mail.person.is_active or find_undeliverable_address(mail.person):
        return []
    choices = Choices.of([mail.person_id], Channel.EMAIL)
    rows = list(mail.deliveries.select_related("notification__event").order_by("id"))
    wanted = [row for row in rows if choices.for_notification(row.notification) != Mode.OFF]
    told = [row.notification for row in wanted]
    words = texts_of(Actor.for_person(mail.person_id), told, outside=True)
    return [MailItem(row, words[row.notification_id]) for row in wanted if row.notification_id in words]


def _try_send(
    mail: Mail, told: list[MailItem], connection: BaseEmailBackend
) -> tuple[DeliveryState, str, list[MailItem]]:
    """Send one mail; return the new state, a short error code, and the items it contained."""
    try:
        # Connecting may take seconds, and the reader may lose access meanwhile: select the items again.
        if told and connection.open():
            told = _list_mail_items(mail)
        if not told:
            return DeliveryState.DROPPED, "", []
        connection.send_messages([build_mail_message(mail, told)])
    except SMTPRecipientsRefused as error:
        code, reply = max(error.recipients.values())
        if nobody := is_permanent_refusal(code, reply):
            _mark_undeliverable(mail, code)
        return *_handle_failure(mail, f"refused {code}", for_good=nobody), told
    except (SMTPException, OSError) as error:
        connection.close()
        return *_handle_failure(mail, type(error).__name__, for_good=False), told
    return DeliveryState.SENT, "", told


def _finish_deliveries(mail: Mail, told: list[MailItem]) -> None:
    """Give the items of a mail its state; drop what was left out of it."""
    if mail.state == DeliveryState.WAITING:
        return
    went = mail.deliveries.filter(pk__in=[one.delivery.pk for one in told])
    went.update(state=mail.state, sent_at=mail.sent_at, last_error=mail.last_error, attempts=mail.attempts)
    mail.deliveries.filter(state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)


def _mark_undeliverable(mail: Mail, code: int) -> None:
    UndeliverableAddress.objects.update_or_create(
        person=mail.person, defaults={"address": mail.person.email, "code": code, "since": now()}
    )


def _handle_failure(mail: Mail, what: str, *, for_good: bool) -> tuple[DeliveryState, str]:
    logger.warning("email_failed", extra={"mail": str(mail.pk), "attempt": mail.attempts, "error": what})
    over = for_good or mail.attempts >= MAX_ATTEMPTS
    return (DeliveryState.FAILED if over else DeliveryState.WAITING), what


def _get_next_try(mail: Mail) -> datetime:
    """Return the time of the next attempt, within the reader's hours unless urgent."""
    at = now() + _get_delay(mail.attempts)
    return at if mail.kind == MailKind.URGENT else hours_of(mail.person).opens(at)


def _get_delay(attempts: int) -> timedelta:
    """Return an exponential backoff with 20 % jitter, so that retries do not coincide."""
    delay: timedelta = min(FIRST_DELAY * 2 ** (attempts - 1), MAX_DELAY)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
