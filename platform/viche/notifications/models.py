"""Notifications, their deliveries, and preferences."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viche.kernel.clock import now
from viche.kernel.models import Event, Identified

MAX_ENDPOINT_LENGTH = 1000


class Channel(models.TextChoices):
    """A channel of delivery. The inbox needs no delivery: the notification itself is its entry."""

    INBOX = "inbox", _("Inbox")
    EMAIL = "email", _("E-mail")
    PUSH = "push", _("Notifications on devices")


class DeliveryState(models.TextChoices):
    """State of a delivery.

    `dropped`: when it was due there was nothing to tell any more, or no recipient.
    """

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


class Notification(Identified):
    """A notification of one event to one person, with the reason (a code of the app that notifies).

    It holds no text: that is rendered when it is read, by what the reader may see then.
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


class MailKind(models.TextChoices):
    """When a delivery is sent.

    At any hour, at once outside of quiet hours, bundled with what comes within minutes, or in a daily or
    weekly digest.
    """

    URGENT = "urgent", _("Urgent")
    PROMPT = "prompt", _("Prompt")
    BUNDLE = "bundle", _("Bundle")
    DAILY = "daily", _("Daily digest")
    WEEKLY = "weekly", _("Weekly digest")


class Mail(Identified):
    """One e-mail. Its items are fixed when it is created; its text is rendered when it is sent.

    Its key is its Message-ID. `next_try_at` is null once nothing is left to do.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=MailKind.choices)
    created_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="notifications_mail_kind"),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="notifications_mail_state"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, next_try_at__isnull=False)
                | (~Q(state=DeliveryState.WAITING) & Q(next_try_at=None)),
                name="notifications_mail_waits_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at=None)),
                name="notifications_mail_sent_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(next_try_at__isnull=False),
                name="notifications_mail_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"


class Delivery(Identified):
    """Delivery of one notification to its person through one channel.

    An e-mail delivery waits (`next_try_at`) until it is batched into a mail, and then shares its state. A
    push delivery is `urgent` or `prompt`, and goes to all devices of its person.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=16, choices=MailKind.choices, default=MailKind.PROMPT)
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, null=True, related_name="deliveries")
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
                condition=Q(state=DeliveryState.WAITING, next_try_at__isnull=False, mail=None)
                | Q(state=DeliveryState.WAITING, next_try_at=None, mail__isnull=False)
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
            models.Index(
                fields=["person", "kind", "next_try_at", "id"],
                condition=Q(next_try_at__isnull=False),
                name="notifications_delivery_theirs",
            ),
            models.Index(fields=["person", "-id"], name="notifications_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"


class Topic(models.TextChoices):
    """Topic of a notice, by which people set preferences.

    News about the security of one's account and data (`account`) always comes by every channel.
    """

    ASSIGNED = "assigned", _("New action items")
    STEPS = "steps", _("Progress of action items")
    REMINDERS = "reminders", _("Reminders")
    VERIFICATION = "verification", _("Verification")
    MUST_READ = "must_read", _("Messages to acknowledge")
    DIALOGUE = "dialogue", _("Dialogue")
    PROGRAMMES = "programmes", _("Programmes")
    MEMBERSHIP = "membership", _("Groups, seats and mandates")
    ACCOUNT = "account", _("Account and security")


class Mode(models.TextChoices):
    """How often a channel is used."""

    OFF = "off", _("Never")
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


def list_weekdays() -> list[int]:
    return list(range(1, 8))


class Preference(Identified):
    """A person's choice for a topic and a channel: everywhere, or in one group (precedence).

    The group is referenced by its key alone, since it belongs to an app above. The default is at once.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    topic = models.CharField(max_length=16, choices=Topic.choices)
    group_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    mode = models.CharField(max_length=16, choices=Mode.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic", "channel", "group_id"],
                nulls_distinct=False,
                name="notifications_preference_once",
            ),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values) & ~Q(topic=Topic.ACCOUNT),
                name="notifications_preference_topic",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values) & ~Q(channel=Channel.INBOX),
                name="notifications_preference_channel",
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="notifications_preference_mode"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.PUSH) | Q(mode__in=(Mode.OFF, Mode.AT_ONCE)),
                name="notifications_preference_push",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}, {self.channel}: {self.mode}"


class PreferenceSheet(Identified):
    """All notification preferences of one person, as one versioned object."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=list_weekdays)  # 1 is Monday
    holidays_off = models.BooleanField(default=False)
    digest_at = models.TimeField(default=time(8))
    # When the person last confirmed the address: bounces of earlier mails are ignored.
    address_confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="notifications_preferencesheet_quiet",
            ),
            models.CheckConstraint(
                condition=Q(working_days__contained_by=list(range(1, 8))) & ~Q(working_days=[]),
                name="notifications_preferencesheet_working_days",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class UndeliverableAddress(Identified):
    """An address that a mail server reported as unknown.

    No mail is sent to it until its person confirms or changes it.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField()
    code = models.PositiveSmallIntegerField()
    since = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.code}"


class PushSubscription(Identified):
    """A subscribed browser, for as long as the session lasts in which its person subscribed.

    `endpoint` is its address at its push service; the endpoint and keys permit pushing to it, so they are
    never shown. `server_key` is the public half of our key to which it is bound.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    # The public id of the session, since its key is rotated.
    sign_in = models.UUIDField(unique=True)
    endpoint = models.CharField(max_length=MAX_ENDPOINT_LENGTH, unique=True)
    public = models.CharField(max_length=87)
    secret = models.CharField(max_length=22)
    server_key = models.CharField(max_length=87)
    created_at = models.DateTimeField(default=now)
    pushed_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "id"], name="notifications_push_theirs")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"
