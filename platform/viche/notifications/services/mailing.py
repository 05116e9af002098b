"""Send the mails that were gathered.

One mail is claimed, sent and marked in one transaction, so two workers never send the same one. What the
database cannot know is whether a mail server that broke off had already taken the mail: then it is sent again
(at least once), with the same Message-ID, by which the reader's program recognises it.
"""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend

from viche.accounts.refusals import refused_for_good
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.notifications.emails import compose
from viche.notifications.hours import hours_of
from viche.notifications.models import Channel, DeliveryState, Mail, MailKind, Mode, UndeliverableAddress
from viche.notifications.notices import Told
from viche.notifications.preferences import Choices
from viche.notifications.selectors import undeliverable, words_of

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=6)


@service(Reason.SYSTEM)
def send_next_mail(*, actor: Actor, connection: BaseEmailBackend) -> Mail | None:
    """Claim an urgent mail, else the one that has waited longest, and deal with it; None when none is due."""
    due = Mail.objects.filter(next_try_at__lte=now()).order_by("next_try_at", "id")
    free = due.select_for_update(skip_locked=True, of=("self",)).select_related("person")
    mail = free.filter(kind=MailKind.URGENT).first() or free.first()
    if mail is None:
        return None
    told = _told(mail)
    mail.attempts += 1
    mail.state, mail.last_error, told = _sent(mail, told, connection)
    mail.sent_at = now() if mail.state == DeliveryState.SENT else None
    mail.next_try_at = _next_try(mail) if mail.state == DeliveryState.WAITING else None
    mail.save(update_fields=["attempts", "state", "last_error", "sent_at", "next_try_at"])
    _settle(mail, told)
    return mail


def _told(mail: Mail) -> list[Told]:
    """What of it its reader may still see and wants; nothing for who has left or cannot be reached."""
    if not mail.person.is_active or undeliverable(mail.person):
        return []
    choices = Choices.of([mail.person_id], Channel.EMAIL)
    rows = list(mail.deliveries.select_related("notification__event").order_by("id"))
    wanted = [row for row in rows if choices.for_notification(row.notification) != Mode.OFF]
    told = [row.notification for row in wanted]
    words = words_of(Actor.for_person(mail.person_id), told, outside=True)
    return [Told(row, words[row.notification_id]) for row in wanted if row.notification_id in words]


def _sent(
    mail: Mail, told: list[Told], connection: BaseEmailBackend
) -> tuple[DeliveryState, str, list[Told]]:
    """Send one mail; returns the state that follows, a short code of what went wrong, and what it told."""
    try:
        # A server may take seconds to let us in, and its reader may lose meanwhile what they are told of.
        if told and connection.open():
            told = _told(mail)
        if not told:
            return DeliveryState.DROPPED, "", []
        connection.send_messages([compose(mail, told)])
    except SMTPRecipientsRefused as error:
        code, reply = max(error.recipients.values())
        if nobody := refused_for_good(code, reply):
            _mark_undeliverable(mail, code)
        return *_after_failure(mail, f"refused {code}", for_good=nobody), told
    except (SMTPException, OSError) as error:
        connection.close()
        return *_after_failure(mail, type(error).__name__, for_good=False), told
    return DeliveryState.SENT, "", told


def _settle(mail: Mail, told: list[Told]) -> None:
    """What was in a mail shares its fate; what was left out of it is dropped."""
    if mail.state == DeliveryState.WAITING:
        return
    went = mail.deliveries.filter(pk__in=[one.delivery.pk for one in told])
    went.update(state=mail.state, sent_at=mail.sent_at, last_error=mail.last_error, attempts=mail.attempts)
    mail.deliveries.filter(state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)


def _mark_undeliverable(mail: Mail, code: int) -> None:
    UndeliverableAddress.objects.update_or_create(
        person=mail.person, defaults={"address": mail.person.email, "code": code, "since": now()}
    )


def _after_failure(mail: Mail, what: str, *, for_good: bool) -> tuple[DeliveryState, str]:
    logger.warning("email_failed", extra={"mail": str(mail.pk), "attempt": mail.attempts, "error": what})
    over = for_good or mail.attempts >= MOST_ATTEMPTS
    return (DeliveryState.FAILED if over else DeliveryState.WAITING), what


def _next_try(mail: Mail) -> datetime:
    """After a delay; what is not urgent keeps the reader's hours then, too."""
    at = now() + _delay(mail.attempts)
    return at if mail.kind == MailKind.URGENT else hours_of(mail.person).opens(at)


def _delay(attempts: int) -> timedelta:
    """Twice as long each time, with a fifth of chance, so that many do not come back at once."""
    delay: timedelta = min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
