"""The round of the mailer: one delivery after the other over one connection."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

from django.core.mail import get_connection

from viche.kernel.actor import Actor
from viche.notifications.models import DeliveryState
from viche.notifications.services.mailing import send_next_email

ACTOR = Actor.for_system("notifications.mailer")
BUDGET = timedelta(seconds=20)


def send_waiting(budget: timedelta = BUDGET) -> int:
    """Send until nothing is due, the mail server fails, or `budget` is used up; returns how many it took."""
    until, done = monotonic() + budget.total_seconds(), 0
    connection = get_connection()
    try:
        while monotonic() < until:
            delivery = send_next_email(actor=ACTOR, connection=connection)
            if delivery is None:
                break
            done += 1
            if delivery.state == DeliveryState.WAITING:
                break  # the others need not fail one by one
    finally:
        connection.close()
    return done
