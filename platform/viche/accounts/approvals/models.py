"""Model of a request for a step that a second person must confirm."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from viche.kernel.clock import now
from viche.kernel.models import Identified


class ApprovalState(models.TextChoices):
    """State of a request."""

    PENDING = "pending", pgettext_lazy("a step for two", "Waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("a step for two", "Confirmed")
    DECLINED = "declined", pgettext_lazy("a step for two", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("a step for two", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("a step for two", "Lapsed")


class Approval(Identified):
    """A request for a step of a registered `kind`, made by one person and decided by another.

    `payload` is the input of the step as JSON; secrets in it are encrypted. `requested_by` is null when the
    system made the request (for the admission of a late seat). `decided_by` is null when a command on the
    server decided. `note` is the reason for declining, or the reason given to that command. `subject_id` is
    the subject of the step, for kinds that allow one pending request per subject.
    """

    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    subject_id = models.UUIDField(null=True)
    state = models.CharField(max_length=16, choices=ApprovalState.choices, default=ApprovalState.PENDING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ApprovalState.values), name="accounts_approval_state"
            ),
            models.CheckConstraint(
                condition=Q(state=ApprovalState.PENDING, decided_at=None)
                | (~Q(state=ApprovalState.PENDING) & Q(decided_at__isnull=False)),
                name="accounts_approval_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprovalState.CONFIRMED)
                | Q(decided_by=None)
                | Q(requested_by=None)
                | ~Q(decided_by=F("requested_by")),
                name="accounts_approval_two_people",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state=ApprovalState.PENDING, subject_id__isnull=False),
                name="accounts_approval_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "id"],
                condition=Q(state=ApprovalState.PENDING),
                name="accounts_approval_pending",
            )
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"
