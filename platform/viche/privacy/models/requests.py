"""Data subject requests."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from viche.kernel.clock import now
from viche.kernel.models import DueRow, Identified, Versioned


class RequestKind(models.TextChoices):
    ACCESS = "access", pgettext_lazy("request of a person", "Access")
    RECTIFICATION = "rectification", pgettext_lazy("request of a person", "Correction")
    ERASURE = "erasure", pgettext_lazy("request of a person", "Erasure")
    OBJECTION = "objection", pgettext_lazy("request of a person", "Objection")
    OTHER = "other", pgettext_lazy("request of a person", "Other")


class RequestChannel(models.TextChoices):
    """How a request came: submitted here, or in writing and registered by the officer."""

    SELF = "self", pgettext_lazy("request of a person", "Here")
    WRITTEN = "written", pgettext_lazy("request of a person", "In writing")


class RequestState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("request of a person", "Received")
    IDENTITY_CHECKED = "identity_checked", pgettext_lazy("request of a person", "Identity checked")
    IN_PROGRESS = "in_progress", pgettext_lazy("request of a person", "In progress")
    ANSWERED = "answered", pgettext_lazy("request of a person", "Answered")
    REFUSED = "refused", pgettext_lazy("request of a person", "Refused")
    APPEALED = "appealed", pgettext_lazy("request of a person", "Appealed")
    WITHDRAWN = "withdrawn", pgettext_lazy("request of a person", "Withdrawn")


OPEN_REQUESTS = (
    RequestState.RECEIVED,
    RequestState.IDENTITY_CHECKED,
    RequestState.IN_PROGRESS,
    RequestState.APPEALED,
)


class SubjectRequest(Identified, Versioned):
    """A person's request about their data. It is answered by `due_at`, 30 calendar days from receipt.

    `text` is the request, `document` the number and date of its paper, `answer` what the person was told,
    `objection` their appeal. All but the document is deleted when the person is erased.

    An erasure happens at `erase_at`, unless the person stops it before: seven days after they requested it
    here, or after a second person confirmed a written one. `document_file` is the document of the latter,
    `switched_off` whether its confirmation deactivated the account.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subject_requests"
    )
    kind = models.CharField(max_length=16, choices=RequestKind.choices)
    channel = models.CharField(max_length=8, choices=RequestChannel.choices, default=RequestChannel.SELF)
    state = models.CharField(max_length=20, choices=RequestState.choices, default=RequestState.RECEIVED)
    text = models.TextField(blank=True, default="")
    document = models.CharField(max_length=300, blank=True, default="")
    document_file = models.UUIDField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    objection = models.TextField(blank=True, default="")
    removes_messages = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    erase_at = models.DateTimeField(null=True, blank=True)
    switched_off = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="privacy_request_kind"),
            models.CheckConstraint(
                condition=Q(channel__in=RequestChannel.values), name="privacy_request_channel"
            ),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="privacy_request_state"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_REQUESTS, closed_at=None)
                | (~Q(state__in=OPEN_REQUESTS) & Q(closed_at__isnull=False)),
                name="privacy_request_closed_at",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind=RequestKind.ERASURE, state__in=OPEN_REQUESTS),
                name="privacy_erasure_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="privacy_request_of_person"),
            models.Index(fields=["state", "-id"], name="privacy_request_state"),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUESTS


class RequestStep(Identified):
    """A change of state of a request, with the person who made it."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=20, choices=RequestState.choices)
    after = models.CharField(max_length=20, choices=RequestState.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="privacy_request_step_changes"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class RequestDue(DueRow):
    """Reminder of the officers about an open request. `days_left` is 0 on the last day."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="reminders")
    days_left = models.SmallIntegerField()

    def __str__(self) -> str:
        return str(self.due_at)


class ErasureDue(DueRow):
    """Deadline at which an erasure is carried out, unless it was withdrawn."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="executions")

    def __str__(self) -> str:
        return str(self.due_at)
