"""What people were told, and by which way it reached them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viche.kernel.clock import now
from viche.kernel.models import Event, Identified


class Channel(models.TextChoices):
    """A way to reach a person. The inbox needs no delivery: the notification itself is its entry."""

    INBOX = "inbox", _("Inbox")
    EMAIL = "email", _("E-mail")


class DeliveryState(models.TextChoices):
    """`dropped`: when its turn came there was nothing to tell any more, or nobody to tell it to."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


class Notification(Identified):
    """One event that one person should know of, and why (`reason`, a code of the room that told).

    It holds no words: they are made when it is read, from what the reader may see then.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications", db_index=False
    )
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=80)
    reason = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="notifications_notification_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notifications_inbox"),
            models.Index(fields=["person", "-id"], condition=Q(read_at=None), name="notifications_unread"),
            models.Index(fields=["person", "subject_type", "subject_id"], name="notifications_subject"),
        ]

    def __str__(self) -> str:
        return self.kind


class Delivery(Identified):
    """One notification on its way through one channel.

    `next_try_at` is null once nothing is left to do.
    """

    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    channel = models.CharField(max_length=16, choices=Channel.choices)
    state = models.CharField(max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="notifications_delivery_once"),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="notifications_delivery_channel"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="notifications_delivery_state"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, next_try_at__isnull=False)
                | (~Q(state=DeliveryState.WAITING) & Q(next_try_at=None)),
                name="notifications_delivery_waits_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at=None)),
                name="notifications_delivery_sent_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "next_try_at", "id"],
                condition=Q(next_try_at__isnull=False),
                name="notifications_delivery_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"
