"""Health metrics of mail and push delivery."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from viche.kernel.clock import now
from viche.kernel.health_metrics import compute_seconds_since, register_health_metric
from viche.notifications.models import (
    Channel,
    Delivery,
    DeliveryState,
    Mail,
    PushSubscription,
    UndeliverableAddress,
)


@register_health_metric("email_late_seconds", "How long the oldest e-mail that is due has waited", worry=600)
def measure_email_lateness() -> float:
    gathered = Mail.objects.filter(next_try_at__lte=now()).order_by("next_try_at")
    news = Delivery.objects.filter(channel=Channel.EMAIL, next_try_at__lte=now()).order_by("next_try_at")
    due = [rows.values_list("next_try_at", flat=True).first() for rows in (gathered, news)]
    return compute_seconds_since(min((at for at in due if at), default=None))


@register_health_metric("email_waiting_rows", "E-mails that wait to be sent or tried again")
def count_waiting_emails() -> float:
    return Mail.objects.filter(next_try_at__isnull=False).count()


@register_health_metric("email_sent_rows", "E-mails of the last day that a mail server took")
def count_sent_emails() -> float:
    return _count_recent(DeliveryState.SENT)


@register_health_metric("email_dropped_rows", "E-mails of the last day in which nothing was left to tell")
def count_dropped_emails() -> float:
    return _count_recent(DeliveryState.DROPPED)


@register_health_metric("email_failed_rows", "E-mails of the last day that were given up", worry=1)
def count_failed_emails() -> float:
    return _count_recent(DeliveryState.FAILED)


@register_health_metric(
    "email_undeliverable_rows", "Addresses of which a mail server said that nobody is there", worry=1
)
def count_undeliverable_addresses() -> float:
    return UndeliverableAddress.objects.filter(person__email=F("address")).count()


def _count_recent(state: DeliveryState) -> int:
    return Mail.objects.filter(state=state, created_at__gt=now() - timedelta(days=1)).count()


@register_health_metric(
    "push_late_seconds", "How long the oldest news that is due for a device has waited", worry=600
)
def measure_push_lateness() -> float:
    due = Delivery.objects.filter(channel=Channel.PUSH, next_try_at__lte=now()).order_by("next_try_at")
    return compute_seconds_since(due.values_list("next_try_at", flat=True).first())


@register_health_metric("push_devices_rows", "Browsers to which news is pushed")
def count_push_devices() -> float:
    return PushSubscription.objects.count()


@register_health_metric("push_failing_rows", "Browsers whose push services take nothing", worry=1)
def count_failing_devices() -> float:
    return PushSubscription.objects.filter(failing_since__isnull=False).count()
