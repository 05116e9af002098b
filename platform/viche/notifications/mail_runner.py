"""Loop that drains the mail queue: batch pending deliveries, then send over one connection."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

from django.core.mail import get_connection

from viche.kernel.actor import Actor
from viche.notifications.models import DeliveryState
from viche.notifications.services.mail_batching import build_next_mail
from viche.notifications.services.mail_delivery import send_next_mail

ACTOR = Actor.for_system("notifications.mailer")
BUDGET = timedelta(seconds=20)


def send_waiting(budget: timedelta = BUDGET) -> int:
    """Batch and send until nothing is due, the mail server fails, or `budget` is used up.

    Returns how many mails were processed. Batching takes at most half of the budget, so that mail is sent
    however much is pending.
    """
    start, span, done = monotonic(), budget.total_seconds(), 0
    while monotonic() < start + span / 2 and build_next_mail(actor=ACTOR):
        pass
    connection = get_connection()
    try:
        while monotonic() < start + span:
            mail = send_next_mail(actor=ACTOR, connection=connection)
            if mail is None:
                break
            done += 1
            if mail.state == DeliveryState.WAITING:
                break  # the server is failing: do not let the others fail one by one
    finally:
        connection.close()
    return done
