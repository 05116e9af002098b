"""The round of the mailer: what waits is put into mails, which go one after the other over one connection."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

from django.core.mail import get_connection

from viche.kernel.actor import Actor
from viche.notifications.models import DeliveryState
from viche.notifications.services.gathering import gather_mail
from viche.notifications.services.mailing import send_next_mail

ACTOR = Actor.for_system("notifications.mailer")
BUDGET = timedelta(seconds=20)


def send_waiting(budget: timedelta = BUDGET) -> int:
    """Gather and send until nothing is due, the mail server fails, or `budget` is used up; returns how many
    mails it dealt with. At most half of it goes into gathering: mail goes out however much is waiting.
    """
    start, span, done = monotonic(), budget.total_seconds(), 0
    while monotonic() < start + span / 2 and gather_mail(actor=ACTOR):
        pass
    connection = get_connection()
    try:
        while monotonic() < start + span:
            mail = send_next_mail(actor=ACTOR, connection=connection)
            if mail is None:
                break
            done += 1
            if mail.state == DeliveryState.WAITING:
                break  # the others need not fail one by one
    finally:
        connection.close()
    return done
