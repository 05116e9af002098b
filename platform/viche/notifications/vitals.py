"""How well mail goes out."""

from __future__ import annotations

from datetime import timedelta

from viche.kernel.clock import now
from viche.kernel.vitals import seconds_since, vital
from viche.notifications.models import Channel, Delivery, DeliveryState


@vital("email_late_seconds", "How long the oldest e-mail that is due has waited", worry=600)
def email_lateness() -> float:
    due = Delivery.objects.filter(channel=Channel.EMAIL, next_try_at__lte=now()).order_by("next_try_at")
    return seconds_since(due.values_list("next_try_at", flat=True).first())


@vital("email_failed_rows", "E-mails of the last day that were given up", worry=1)
def email_failures() -> float:
    lately = now() - timedelta(days=1)
    return Delivery.objects.filter(state=DeliveryState.FAILED, notification__created_at__gt=lately).count()
