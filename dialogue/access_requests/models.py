"""Requests to read a restricted thread that is announced to its group."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from dialogue.threads.models import Thread
from groups.models import Membership
from viche.kernel.clock import now
from viche.kernel.models import Identified


class AccessState(models.TextChoices):
    """State of an access request."""

    PENDING = "pending", pgettext_lazy("access request", "Waits for an answer")
    GRANTED = "granted", pgettext_lazy("access request", "Granted")
    DECLINED = "declined", pgettext_lazy("access request", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("access request", "Withdrawn")
    OVER = "over", pgettext_lazy("access request", "Over")


class AbstractAccessRequest(Identified):
    """A member of a group asks to read what the group only knows of.

    `seat` is the seat through which they ask: when it ends, the request is over. `answer` is why it was
    declined.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=AccessState.choices, default=AccessState.PENDING)
    asked_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AccessState.values), name="%(app_label)s_access_state"
            ),
            models.CheckConstraint(
                condition=Q(state=AccessState.PENDING, decided_at=None)
                | (~Q(state=AccessState.PENDING) & Q(decided_at__isnull=False)),
                name="%(app_label)s_access_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.state


class AccessRequest(AbstractAccessRequest):
    """A request to the facilitators of a thread to add a member of the group to its audience."""

    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="access_requests", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_requests"
    )

    class Meta:
        constraints = [
            *AbstractAccessRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["thread", "person"],
                condition=Q(state=AccessState.PENDING),
                name="dialogue_access_one_waits",
            ),
        ]
        indexes = [models.Index(fields=["thread", "-id"], name="dialogue_access_of")]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]
