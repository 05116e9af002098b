"""Send what waits for e-mail.

One delivery is claimed, sent and marked in one transaction, so two workers never send the same one. What the
database cannot know is whether a mail server that broke off had already taken the mail: then it is sent again
(at least once), with the same Message-ID, by which the reader's program recognises it.
"""

from __future__ import annotations

import logging
import random
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend

from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.notifications.emails import compose
from viche.notifications.models import Channel, Delivery, DeliveryState
from viche.notifications.selectors import words_of

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=6)


@service(Reason.SYSTEM)
def send_next_email(*, actor: Actor, connection: BaseEmailBackend) -> Delivery | None:
    """Claim the delivery that has waited longest and deal with it; None when none is due."""
    due = Delivery.objects.filter(channel=Channel.EMAIL, next_try_at__lte=now()).order_by("next_try_at", "id")
    delivery = (
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("notification__person", "notification__event")
        .first()
    )
    if delivery is None:
        return None
    delivery.attempts += 1
    delivery.state, delivery.last_error = _sent(delivery, connection)
    delivery.sent_at = now() if delivery.state == DeliveryState.SENT else None
    delivery.next_try_at = (
        now() + _delay(delivery.attempts) if delivery.state == DeliveryState.WAITING else None
    )
    delivery.save(update_fields=["attempts", "state", "last_error", "sent_at", "next_try_at"])
    return delivery


def _sent(delivery: Delivery, connection: BaseEmailBackend) -> tuple[DeliveryState, str]:
    """Send one mail; returns the state that follows and a short code of what went wrong."""
    person = delivery.notification.person
    words = words_of(Actor.for_person(person.pk), [delivery.notification]).get(delivery.notification_id)
    if words is None or not person.is_active:
        return DeliveryState.DROPPED, ""
    try:
        connection.open()
        connection.send_messages([compose(delivery, words)])
    except SMTPRecipientsRefused as error:
        code = max(reply[0] for reply in error.recipients.values())
        return _after_failure(delivery, f"refused {code}", for_good=code >= 500)
    except (SMTPException, OSError) as error:
        connection.close()
        return _after_failure(delivery, type(error).__name__, for_good=False)
    return DeliveryState.SENT, ""


def _after_failure(delivery: Delivery, what: str, *, for_good: bool) -> tuple[DeliveryState, str]:
    logger.warning(
        "email_failed", extra={"delivery": str(delivery.pk), "attempt": delivery.attempts, "error": what}
    )
    over = for_good or delivery.attempts >= MOST_ATTEMPTS
    return (DeliveryState.FAILED if over else DeliveryState.WAITING), what


def _delay(attempts: int) -> timedelta:
    """Twice as long each time, with a fifth of chance, so that many do not come back at once."""
    delay: timedelta = min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
