"""How well mail and what is pushed go out."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from viche.kernel.clock import now
from viche.kernel.vitals import seconds_since, vital
from viche.notifications.models import (
    Channel,
    Delivery,
    DeliveryState,
    Mail,
    PushSubscription,
    UndeliverableAddress,
)


@vital("email_late_seconds", "How long the oldest e-mail that is due has waited", worry=600)
def email_lateness() -> float:
    gathered = Mail.objects.filter(next_try_at__lte=now()).order_by("next_try_at")
    news = Delivery.objects.filter(channel=Channel.EMAIL, next_try_at__lte=now()).order_by("next_try_at")
    due = [rows.values_list("next_try_at", flat=True).first() for rows in (gathered, news)]
    return seconds_since(min((at for at in due if at), default=None))


@vital("email_waiting_rows", "E-mails that wait to be sent or tried again")
def email_waiting() -> float:
    return Mail.objects.filter(next_try_at__isnull=False).count()


@vital("email_sent_rows", "E-mails of the last day that a mail server took")
def email_sent() -> float:
    return _lately(DeliveryState.SENT)


@vital("email_dropped_rows", "E-mails of the last day in which nothing was left to tell")
def email_dropped() -> float:
    return _lately(DeliveryState.DROPPED)


@vital("email_failed_rows", "E-mails of the last day that were given up", worry=1)
def email_failures() -> float:
    return _lately(DeliveryState.FAILED)


@vital("email_undeliverable_rows", "Addresses of which a mail server said that nobody is there", worry=1)
def undeliverable_addresses() -> float:
    return UndeliverableAddress.objects.filter(person__email=F("address")).count()


def _lately(state: DeliveryState) -> int:
    return Mail.objects.filter(state=state, created_at__gt=now() - timedelta(days=1)).count()


@vital("push_late_seconds", "How long the oldest news that is due for a device has waited", worry=600)
def push_lateness() -> float:
    due = Delivery.objects.filter(channel=Channel.PUSH, next_try_at__lte=now()).order_by("next_try_at")
    return seconds_since(due.values_list("next_try_at", flat=True).first())


@vital("push_devices_rows", "Browsers to which news is pushed")
def push_devices() -> float:
    return PushSubscription.objects.count()


@vital("push_failing_rows", "Browsers whose push services take nothing", worry=1)
def push_failing() -> float:
    return PushSubscription.objects.filter(failing_since__isnull=False).count()
